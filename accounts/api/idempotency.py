"""Idempotency-Key: a POST repeated with the same key acts once, and is answered as the first time.

The row is inserted in the transaction in which the request acts: a second request with the key waits for the first one's
end, and finds either its answer or, when it was refused and did nothing, a free place.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotentAnswer, User
from helpdesk import clock

KEPT_FOR = timedelta(hours=24)
T = TypeVar("T")
_KEY = re.compile(r"[!-~]{1,255}")
_KEPT_HEADERS = ("Location", "ETag")


class KeyReused(APIException):
    status_code = 422
    default_code = "idempotency_key_reused"


def answered_once(request: Request, person: User, act: Callable[[], Response]) -> HttpResponse:
    """`act()` in one transaction with its stored answer, or the answer stored before. Raises KeyReused."""
    key = request.headers["Idempotency-Key"]
    if not _KEY.fullmatch(key):
        raise ValidationError({"Idempotency-Key": [_("Use 1 to 255 visible ASCII characters.")]})
    fingerprint = _fingerprint(request)
    return again_after_deadlock(lambda: _once(person, key, fingerprint, act))


def again_after_deadlock(act: Callable[[], T]) -> T:
    """What `act` returns, which is a whole transaction; a deadlock is tried once more."""
    try:
        return act()
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        return act()


def purge_idempotent_answers() -> int:
    """Delete answers older than 24 hours; how many. Safe to run at any time."""
    deleted, _rows = IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()
    return deleted


def _once(person: User, key: str, fingerprint: str, act: Callable[[], Response]) -> HttpResponse:
    with transaction.atomic():
        place = take_place(person, key, fingerprint)
        if place is None:
            return _replay(IdempotentAnswer.objects.get(person=person, key=key), fingerprint)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        IdempotentAnswer.objects.filter(pk=place).update(
            status=response.status_code,
            headers={name: response[name] for name in _KEPT_HEADERS if name in response},
            body=JSONRenderer().render(response.data).decode() if response.data is not None else "",
        )
        return response


def take_place(person: User, key: str, fingerprint: str, *, kept_for: timedelta = KEPT_FOR) -> int | None:
    """The new row's id; None when the key is taken. Waits for a request that is under way with it."""
    now = clock.now()
    table = connection.ops.quote_name(IdempotentAnswer._meta.db_table)
    statement = f"""
        INSERT INTO {table} (person_id, key, fingerprint, status, headers, body, created_at)
        VALUES (%s, %s, %s, 0, '{{}}', '', %s)
        ON CONFLICT (person_id, key) DO UPDATE
            SET fingerprint = EXCLUDED.fingerprint, created_at = EXCLUDED.created_at
            WHERE {table}.created_at < %s
        RETURNING id
    """  # noqa: S608  # the table's own name
    with connection.cursor() as cursor:
        cursor.execute(statement, [person.pk, key, fingerprint, now, now - kept_for])
        row = cursor.fetchone()
    return row[0] if row else None


def _replay(answer: IdempotentAnswer, fingerprint: str) -> HttpResponse:
    if answer.fingerprint != fingerprint:
        raise KeyReused(_("This Idempotency-Key was used for another request. Use a new one for each request."))
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json" if answer.body else None)
    for name, value in answer.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for chunk in _content(request):
        digest.update(chunk)
    return digest.hexdigest()


def _content(request: Request) -> Iterator[bytes]:
    """The parsed body in a fixed form, so that files of any size are read in pieces."""
    files = request.FILES
    yield (
        JSONRenderer().render({name: request.data[name] for name in request.data if name not in files})
        if isinstance(request.data, dict)
        else repr(request.data).encode()
    )
    for name in sorted(files):
        for file in files.getlist(name):
            yield f"\n{name} {file.name} {file.size}\n".encode()
            yield from file.chunks()
            file.seek(0)
