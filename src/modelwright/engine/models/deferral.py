"""Keeps PyTorch's compiler out of a run that does not compile: importing it takes seconds before the first step.

torchvision (which timm needs) and every optimiser import `torch._dynamo`, to mark functions that must not be compiled.
Where nothing is compiled a stand-in does. Anything else that is asked of it makes way for the real module.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Final

_NAME: Final = "torch._dynamo"


@contextmanager
def compiler_deferred() -> Iterator[None]:
    """Inside the block, imports of the compiler get a stand-in, unless the compiler is loaded already."""
    if _NAME in sys.modules:
        yield
        return
    redirect = _Redirect()
    sys.modules[_NAME], sys.modules[f"{_NAME}.utils"] = _StandIn(_NAME), _utils()
    sys.meta_path.insert(0, redirect)
    try:
        yield
    finally:
        sys.meta_path.remove(redirect)
        _make_way()


class _StandIn(ModuleType):
    __path__: list[str] = []

    def disable(self, fn: Callable[..., Any] | None = None, *_: object, **__: object) -> Any:
        return fn if fn is not None else (lambda function: function)

    def graph_break(self, *_: object, **__: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(), name)


class _Redirect(MetaPathFinder, Loader):
    """Finds the real submodules, for whoever imports one while the stand-in is in place."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(f"{_NAME}.") or not isinstance(sys.modules.get(_NAME), _StandIn):
            return None
        real = _real()
        return ModuleSpec(fullname, self) if fullname in sys.modules else PathFinder.find_spec(fullname, real.__path__)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return sys.modules.get(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def _utils() -> ModuleType:
    """The one function that torchvision takes from there by name; asks the real one when it is called."""

    def is_compile_supported(device_type: Any) -> Any:
        return importlib.import_module(_real().__name__ + ".utils").is_compile_supported(device_type)

    utils = ModuleType(f"{_NAME}.utils")
    vars(utils)["is_compile_supported"] = is_compile_supported
    return utils


def _real() -> ModuleType:
    _make_way()
    return importlib.import_module(_NAME)


def _make_way() -> None:
    if isinstance(sys.modules.get(_NAME), _StandIn):
        del sys.modules[_NAME], sys.modules[f"{_NAME}.utils"]
