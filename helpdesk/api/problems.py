"""Every error of the API as application/problem+json (RFC 9457), made in one place."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DataError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@runtime_checkable
class Refusal(Protocol):
    """What the verbs of the domain raise: a sentence that a person can act on."""

    code: str
    status_code: int
    sentence: Any


class Conflict(exceptions.APIException):
    """The request is well formed, but what the desk holds now does not allow it."""

    status_code = 409
    default_code = "conflict"

    def __init__(self, detail: str, code: str = "conflict", **more: Any) -> None:
        super().__init__(detail, code)
        self.more = more


class UnknownReference(Conflict):
    """A field of the body names something that does not exist, or not for this person."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, "unknown_reference", errors={field: [detail]})


class NothingCalled(Conflict):
    """Fields of the query name what does not exist, or not for this person."""

    status_code = 404

    def __init__(self, fields: Iterable[str], detail: str) -> None:
        super().__init__(detail, "not_found", errors={field: [detail] for field in fields})


class BodyTooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = "The request is too large."


class Problem(serializers.Serializer):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="Always about:blank; `code` tells problems apart.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for people.")
    code = serializers.CharField(help_text="A word for programs; it does not change.")
    errors = serializers.DictField(  # type: ignore[assignment]  # a field, taken away by the metaclass
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with which field.",
    )


def problem(status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    title = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Error"
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def answer_exception(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. What nobody foresaw is logged and answered with 500, without its particulars."""
    set_rollback()
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return problem(404, "not_found", _("There is no such thing here, or not for you."))
    if isinstance(error, PermissionDenied):
        return problem(403, "not_allowed", str(error) or _("You are not allowed to do this."))
    if isinstance(error, exceptions.APIException):
        return _api_exception(error)
    if isinstance(error, Refusal):
        return _refusal(error)
    if isinstance(error, RequestDataTooBig):
        return problem(413, "too_large", _("The request is too large."))
    if isinstance(error, SuspiciousOperation | UnreadablePostError | DataError):
        return problem(400, "malformed", _("The request could not be read."))
    if isinstance(error, OperationalError):
        logger.exception("The database did not answer")
        return problem(503, "unavailable", _("We cannot answer right now. Try again."), headers={"Retry-After": "5"})
    return _unforeseen(error, context)


def _refusal(error: Refusal) -> Response:
    """The shape of the request was accepted before any verb ran, so what a verb finds invalid is a conflict with facts."""
    status = 409 if error.status_code == 400 else error.status_code
    more = {name: getattr(error, name) for name in ("seen_seq", "conversation_seq", "errors") if hasattr(error, name)}
    return problem(status, error.code, str(error.sentence), **more)


def _api_exception(error: exceptions.APIException) -> Response:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait)))
    if isinstance(error, exceptions.ValidationError):
        errors = dict(_flat(error.detail))
        sentence = _("Something in the request is missing or wrong.")
        return problem(400, "invalid", sentence, errors=errors)
    code = error.get_codes()
    detail = str(error.detail) if isinstance(error.detail, str) else _("This cannot be done.")
    code = (
        {"permission_denied": "not_allowed", "parse_error": "malformed"}.get(code, code)
        if isinstance(code, str)
        else "error"
    )
    return problem(error.status_code, code, detail, headers=headers, **getattr(error, "more", {}))


def _flat(detail: Any, path: str = "") -> list[tuple[str, list[str]]]:
    """`{"tags": {"0": ["…"]}}` as `tags.0 → ["…"]`."""
    if isinstance(detail, dict):
        rows = []
        for name, inner in detail.items():
            name = "body" if name == "non_field_errors" else str(name)
            rows += _flat(inner, f"{path}.{name}" if path else name)
        return rows
    sentences = detail if isinstance(detail, list) else [detail]
    return [(path or "body", [str(sentence) for sentence in sentences])]


def _unforeseen(error: Exception, context: dict[str, Any]) -> Response:
    request = getattr(context.get("request"), "_request", None)
    logger.error("Unforeseen error in the API", exc_info=error)
    got_request_exception.send(sender=type(context.get("view")), request=request)
    return problem(500, "internal_error", _("Something went wrong on our side. It has been written down."))
