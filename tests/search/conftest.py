"""One index for all tests that only ask it."""

import pytest

from search import SearchIndex, build_index, open_index
from tests.search.makers import DOCUMENTS


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("search") / "index"
    build_index(DOCUMENTS, path)
    return open_index(path)
