"""The API's own pages: its OpenAPI document, the browsable documentation, and addresses that do not exist."""

import functools
import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from helpdesk.api.problems import MEDIA_TYPE


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, the same for everybody."""
    return HttpResponse(_document(), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, from our own static files."""
    return render(request, "helpdesk/api_docs.html")


@csrf_exempt
def not_found(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """404 for the rest of the API's addresses; reading without the last slash is led to the right place."""
    sentence = _("There is no such address in this API.")
    if not request.path.endswith("/") and _exists(f"{request.path}/"):
        if request.method in ("GET", "HEAD"):
            query = request.META.get("QUERY_STRING", "")
            response = HttpResponse(status=308)
            response["Location"] = f"{request.path}/" + (f"?{query}" if query else "")
            return response
        sentence = _("There is no such address in this API; with a slash at its end there is.")
    body = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": sentence, "code": "not_found"}
    return JsonResponse(body, status=404, content_type=MEDIA_TYPE)


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not not_found
    except Resolver404:
        return False


@functools.cache
def _document() -> bytes:
    """Made once a process: it takes a second and never changes."""
    with translation.override("en"):
        return json.dumps(SchemaGenerator().get_schema(request=None, public=True)).encode()
