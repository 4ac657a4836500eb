"""All addresses: the API, and the web interface for everything else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from modelwright.server.api import api, not_found
from modelwright.server.core import web


def nothing_there(request: HttpRequest, path: str = "") -> HttpResponse:
    return not_found(request, Http404())


urlpatterns = [
    path("api/", api.urls),
    re_path(r"^api(?:/(?P<path>.*))?$", nothing_there),
    re_path(r"^(?P<path>.*)$", web.page),
]
