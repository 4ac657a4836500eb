"""The kinds of work a model can be trained for, and the sets on which it can be measured."""

from enum import StrEnum


class Task(StrEnum):
    CLASSIFICATION = "classification"


class Part(StrEnum):
    """The part of a run's samples: which of them the model learns from, and which it is measured on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
