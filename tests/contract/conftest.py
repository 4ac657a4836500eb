"""A data path to write into."""

import pytest
from tests.contract.written import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "line 1")
