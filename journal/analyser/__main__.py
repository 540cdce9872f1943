"""`python -m journal.analyser entries|themes|question|sentences < in > out`; see `batch`."""

from __future__ import annotations

import json
import sys

from journal.analyser.batch import COMMANDS, LineError


def main(arguments: list[str]) -> int:
    """Run one command from standard input to standard output; give 2 where a line or the command cannot be read."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.stderr.write(f"usage: python -m journal.analyser {'|'.join(COMMANDS)} < in > out\n")
        return 2
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream, as the interpreter opens it
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        for line in COMMANDS[arguments[0]](sys.stdin):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except LineError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except UnicodeDecodeError:
        sys.stderr.write("the input is not UTF-8\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
