"""The project's things, made by the fixtures of the apps that own them."""

from modelwright.server.registry.tests.conftest import finished_run, publish
from modelwright.server.training.tests.conftest import (
    act,
    create,
    dataset,
    dispatcher,
    engine,
    executor,
    look,
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
    "look",
    "process",
    "publish",
    "template",
]
