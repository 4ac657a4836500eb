"""The HTTP API: all routers, and the one place where errors become responses."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.security import SessionAuth

from modelwright import __version__
from modelwright.server.accounts.api import router as accounts
from modelwright.server.accounts.api_people import router as people
from modelwright.server.accounts.api_screens import router as screens
from modelwright.server.accounts.api_sso import router as sso
from modelwright.server.accounts.api_tokens import router as tokens
from modelwright.server.accounts.bearer import TokenAuth
from modelwright.server.core import validation
from modelwright.server.core.errors import UserError
from modelwright.server.core.rendering import JsonRenderer
from modelwright.server.datasets.api import router as datasets
from modelwright.server.datasets.api_gallery import router as gallery
from modelwright.server.datasets.api_uploads import router as uploads
from modelwright.server.datasets.api_versions import router as dataset_versions
from modelwright.server.jobs.api import router as jobs
from modelwright.server.journal.api import router as journal
from modelwright.server.masterdata.api import router as masterdata
from modelwright.server.masterdata.api_environment import router as environment
from modelwright.server.notices.api import router as notices
from modelwright.server.notices.api_webhooks import router as webhooks
from modelwright.server.overview.api import router as overview
from modelwright.server.packages.api import router as packages
from modelwright.server.registry.api import router as registry
from modelwright.server.registry.api_stages import router as stages
from modelwright.server.schedules.api import router as schedules
from modelwright.server.training.api import router as training
from modelwright.server.training.api_comparison import router as comparison
from modelwright.server.training.api_doctor import router as doctor
from modelwright.server.training.api_drafts import router as drafts
from modelwright.server.training.api_list import router as processes
from modelwright.server.training.api_live import router as live
from modelwright.server.training.api_models import router as retraining
from modelwright.server.training.api_queue import router as queue
from modelwright.server.training.api_rehearsals import router as rehearsals
from modelwright.server.training.api_report import router as reports
from modelwright.server.training.api_storage import router as storage

log = logging.getLogger(__name__)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Ninja drops the values, which our sentences name."""
        error = super().validation_error_from_error_contexts(error_contexts)
        given = [item["input"] for context in error_contexts for item in context.pydantic_validation_error.errors()]
        return ValidationError([{**item, "input": value} for item, value in zip(error.errors, given, strict=True)])


api = Api(
    title="Modelwright",
    version=__version__,
    auth=[TokenAuth(), SessionAuth(csrf=True)],
    docs_url=None,
    openapi_url=None,
    renderer=JsonRenderer(),
)
for router in (
    accounts,
    people,
    tokens,
    sso,
    screens,
    notices,
    webhooks,
    masterdata,
    environment,
    datasets,
    gallery,
    dataset_versions,
    uploads,
    packages,
    jobs,
    training,
    processes,
    queue,
    schedules,
    drafts,
    live,
    comparison,
    doctor,
    storage,
    rehearsals,
    retraining,
    reports,
    registry,
    stages,
    overview,
    journal,
):
    api.add_router("", router)


def _response(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    body = {"code": code, "message": message, "fields": [], "detail": {}, **more}
    response = api.create_response(request, body, status=status)
    response.code = code  # type: ignore[attr-defined] # for the journal
    return response


@api.exception_handler(UserError)
def user_error(request: HttpRequest, error: UserError) -> HttpResponse:
    fields = [
        {"path": path, "message": str(message)}
        for path, said in error.fields.items()
        for message in ([said] if isinstance(said, str | Promise) else said)
    ]
    return _response(request, error.status, error.code, str(error.message), fields=fields, detail=error.detail)


@api.exception_handler(ValidationError)
def invalid_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [{"path": _path(item["loc"]), "message": str(validation.sentence(item))} for item in error.errors]
    return _response(request, 422, "invalid", _("Some values are not accepted."), fields=fields)


def _path(place: tuple[str | int, ...]) -> str:
    """The field's own path: ninja puts the source before it, and for a body the argument's name."""
    return ".".join(str(part) for part in (place[2:] or place[1:]))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _response(request, 401, "sign_in_needed", _("Sign in first."))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _response(request, 404, "not_found", _("There is nothing at this address."))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Refusals of ninja itself, before a route is reached."""
    if error.status_code == 403:
        message = _("This request does not come from an open page of this server. Reload the page and try again.")
        return _response(request, 403, "csrf_failed", message)
    if error.status_code == 400:
        return _response(request, 400, "not_json", _("The body of the request is not valid JSON."))
    return _response(request, error.status_code, "http_error", str(error))


@api.exception_handler(Exception)
def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s failed", request.method, request.path)
    return _response(
        request,
        500,
        "unexpected",
        _("The server could not do this because of an error of its own. It has been logged."),
    )
