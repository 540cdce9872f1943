# Two commands: `make run` serves the journal on this machine, `make test` runs every check. Both install what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TYPESCRIPT := 5.9.3
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run demo test clean

run: $(VENV)/.run
	@$(BIN)/python -m journal serve

demo: $(VENV)/.run
	@$(BIN)/python -m journal demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 --dist worksteal

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-output

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the server needs ..."
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(PIP) install -r requirements-test.txt
	@sh scripts/install_browser.sh $(BIN)/python
	@$(BIN)/npm install --prefix $(VENV)/lib/typescript --no-save --no-audit --no-fund --loglevel=error typescript@$(TYPESCRIPT) \
		|| echo "TypeScript could not be fetched: the test of the scripts' types will be skipped."
	@touch $@
