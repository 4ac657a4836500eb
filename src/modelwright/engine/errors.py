"""How a run ends early: a failure that a person can understand, or a stop that a person asked for."""

from typing import Any

from modelwright.contract.events import Code, SpecProblem


class RunFailure(Exception):
    """The run cannot go on, for a reason that a person can act on.

    `values` fill the placeholders of the code's sentence (see `Code`); the detail is English, for the log.
    """

    def __init__(self, code: Code, detail: str = "", /, **values: Any) -> None:
        super().__init__(detail or ", ".join([code.value.replace("_", " "), *(f"{k} {v}" for k, v in values.items())]))
        self.code = code
        self.values = values


def bad_spec(problem: SpecProblem, detail: str, /, **values: Any) -> RunFailure:
    """`values` fill the problem's words; the detail says the same in English."""
    return RunFailure(Code.BAD_SPEC, detail, problem=problem.value, detail=detail, **values)


def out_of_memory(detail: str, device: str) -> RunFailure:
    """`device` is a torch device's type: the machine's own memory ran out, or a GPU's."""
    code = Code.OUT_OF_MEMORY if device == "cpu" else Code.GPU_OUT_OF_MEMORY
    return RunFailure(code, detail, device=device)


class Stopped(Exception):
    """The run was asked to end, and did so between two steps."""
