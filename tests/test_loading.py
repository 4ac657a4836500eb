"""What is loaded for good is kept out of the garbage collector's sight; nothing else is."""

import gc
import sys

import pytest

from modelwright import loading


@pytest.fixture
def thawed():
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("loaded", [True, False])
def test_the_collector_is_kept_off_modules_that_were_loaded(thawed, monkeypatch, loaded):
    with loading.for_good():
        assert not gc.isenabled()
        if loaded:
            monkeypatch.setitem(sys.modules, "something_new", sys)
    assert gc.isenabled()
    assert (gc.get_freeze_count() > 0) == loaded


def test_after_a_failure_it_works_again():
    with pytest.raises(ImportError), loading.for_good():
        raise ImportError
    assert gc.isenabled()
