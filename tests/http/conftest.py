"""These promises do not depend on the kind of database: the embedded one is enough."""

import pytest


@pytest.fixture
def settings(embedded, tmp_path):
    with embedded.fresh(tmp_path) as given:
        yield given
