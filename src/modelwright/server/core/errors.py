"""Errors are classes that carry their HTTP status and a translated sentence; one handler in `server.api` renders them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise

Sentence = str | Promise


class UserError(Exception):
    """Something that the person can understand and act on. The class name is the code that the interface switches on."""

    status: int = 400

    def __init__(
        self,
        message: Sentence,
        *,
        fields: Mapping[str, Sentence | Sequence[Sentence]] | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}
        """Sentences by the path of the field that they are about, such as `training.classification.base_lr`: one, or one
        for each rule that is broken."""
        self.detail = detail or {}

    @property
    def code(self) -> str:
        return _CAMEL.sub("_", type(self).__name__).lower()


_CAMEL: Final = re.compile(r"(?<!^)(?=[A-Z])")


class Invalid(UserError):
    """A value breaks its rule."""

    status = 422


class SignInNeeded(UserError):
    status = 401


class Forbidden(UserError):
    status = 403


class NotFound(UserError):
    status = 404


class Conflict(UserError):
    """The thing's state does not allow it, or somebody else was first."""

    status = 409


class TooManyAttempts(UserError):
    status = 429
