"""The pytest plugin: prepares the environment before the settings are read, and gives the fixtures of the server's suite.

`MODELWRIGHT_TEST_DATABASE` chooses the database: empty for SQLite, `postgresql` for a private server that is started and
stopped here, or the URL of a running one.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.nodeid import coerce_node_id

from modelwright import loading
from modelwright.server.testing.migrated import migrated_database
from modelwright.server.testing.postgresql import PrivatePostgres

_home: Final = tempfile.TemporaryDirectory(prefix="modelwright-tests-", ignore_cleanup_errors=True)
_is_worker: Final = "PYTEST_XDIST_WORKER" in os.environ
_wanted: Final = os.environ.get("MODELWRIGHT_TEST_DATABASE", "")
_postgres: Final = PrivatePostgres() if _wanted == "postgresql" and not _is_worker else None

os.environ |= {"MODELWRIGHT_HOME": _home.name, "MODELWRIGHT_DATA_ROOTS": _home.name}
if not _is_worker:
    os.environ["DATABASE_URL"] = _postgres.url if _postgres else _wanted  # workers inherit it


def pytest_configure(config: pytest.Config) -> None:
    if _postgres:
        _postgres.start()
        config.add_cleanup(_postgres.stop)
    config.add_cleanup(_home.cleanup)
    if not _is_worker:
        from modelwright.server.translations import compile_all

        compile_all(only_stale=True)
    from django.conf import settings

    if _is_sqlite():
        # a file with the real settings, not memory: locks and WAL are part of what is tested
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(_home.name) / "test.sqlite3")
        config.option.reuse_db = True  # of the copy that is made below
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; nothing here is secret


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end."""
    with loading.for_good():
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: no core is left waiting for it at the end. What a file makes for its tests, or where all
    of them take long, is made once: such a file keeps to one process."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items if _is_worker else ():
        marker, file = item.get_closest_marker("xdist_group"), item.getparent(pytest.Module)
        if marker:
            _put_into(item, marker.args[0])
        elif file and _keeps_together(file, item):
            _put_into(item, file.nodeid)


def _put_into(item: pytest.Item, group: str) -> None:
    """By its name, as `--dist loadgroup` expects it; xdist 3.8 writes it where pytest 9.2 does not look."""
    item._id = coerce_node_id(f"{item.nodeid}@{group}")


def _keeps_together(file: pytest.Module, item: pytest.Item) -> bool:
    """Tests that use what others of the file use too, beside those of a file that takes long."""
    if file.get_closest_marker("long"):
        return True
    info = getattr(item, "_fixtureinfo", None)
    made = (one for of in info.name2fixturedefs.values() for one in of) if info else ()
    return any(one.scope in ("module", "session") and one.baseid == file.nodeid for one in made)


def _is_sqlite() -> bool:
    from django.conf import settings

    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """SQLite's test database begins as a copy of a migrated one; what is not in it yet is applied as always."""
    if fixturedef.argname == "django_db_setup" and _is_sqlite():
        from django.conf import settings

        shutil.copy(migrated_database(), settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture
def data_root() -> Iterator[Path]:
    """An empty folder below the allowed data roots."""
    with tempfile.TemporaryDirectory(dir=_home.name, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def people(db: None) -> dict[str, "User"]:  # type: ignore[name-defined] # noqa: F821
    """The cast by name: administrator, manager, trainer, labeller, viewer, outsider."""
    from modelwright.server.testing.cast import make_people

    return make_people()


@pytest.fixture
def project(people: dict[str, "User"]) -> "Project":  # type: ignore[name-defined] # noqa: F821
    """The project of manager, trainer, labeller and viewer."""
    from modelwright.server.testing.cast import make_project

    return make_project(people)


@pytest.fixture
def login(people: dict[str, "User"]) -> "Callable[[str], Browser]":  # type: ignore[name-defined] # noqa: F821
    """`login("trainer")` is a signed-in browser of that person; `login("")` is one of nobody."""
    from modelwright.server.testing.cast import Browser

    return lambda name: Browser(people[name] if name else None)
