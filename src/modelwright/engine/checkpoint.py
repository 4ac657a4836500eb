"""Saves and loads the state of a training: whole or not at all, and loadable without running code."""

import io
from pathlib import Path
from typing import Any, Final

import torch

from modelwright.contract.events import Code
from modelwright.contract.run_dir import write_atomically
from modelwright.engine.errors import RunFailure

FORMAT: Final = 1


def save(path: Path, state: dict[str, Any]) -> None:
    """Replace the file at `path`. `state` holds tensors, numbers, strings, lists and dicts only. Raises OSError."""
    buffer = io.BytesIO()
    torch.save({"format": FORMAT, **state}, buffer)
    write_atomically(path, buffer.getvalue())


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint onto the CPU. Raises RunFailure(CHECKPOINT_UNREADABLE) naming the path."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise RunFailure(Code.CHECKPOINT_UNREADABLE, path=str(path)) from error
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise RunFailure(Code.CHECKPOINT_UNREADABLE, path=str(path))
    return state


def random_state() -> dict[str, Any]:
    """The generators that a training draws from while it steps."""
    state: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def restore_random_state(state: dict[str, Any]) -> None:
    torch.set_rng_state(state["cpu"])
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state(state["cuda"])
