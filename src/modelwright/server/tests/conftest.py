"""One thing of each kind in the project, made by the fixtures of the apps' own suites."""

from modelwright.server.registry.tests.conftest import finished_run, publish
from modelwright.server.training.tests.conftest import (
    act,
    create,
    dataset,
    dispatcher,
    engine,
    executor,
    process,
    template,
)

__all__ = [
    "act",
    "create",
    "dataset",
    "dispatcher",
    "engine",
    "executor",
    "finished_run",
    "process",
    "publish",
    "template",
]
