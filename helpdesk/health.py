"""`/healthz/`: this process answers. `/readyz/`: every part of the system does its work."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk import heartbeat

OK = "ok"
SILENT_AFTER = timedelta(seconds=3 * heartbeat.EVERY_SECONDS)
# Longer: a worker may be busy with other tasks before it comes to this one.
NO_TASK_AFTER = timedelta(seconds=120)
UNKNOWN = "not known without the database"
DATABASE_SECONDS = 3
# One thread: a question that hangs holds up the next one, not a thread for each probe.
_asking = ThreadPoolExecutor(1, thread_name_prefix="health")


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Each part "ok" or what is wrong with it; 503 when any is not."""
    state = readiness()
    response = JsonResponse(state, status=200 if set(state.values()) == {OK} else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # a probe's 503 is an answer, not an error of ours
    return response


def readiness() -> dict[str, str]:
    state = asked_of_the_database()
    return {"database": state["database"], "redis": redis_state(), **state, "smtp": smtp_state()}


def asked_of_the_database() -> dict[str, str]:
    """Of database, worker and beat. A server that hangs is waited for in another thread, and only so long."""
    question = _asking.submit(_ask_the_database)
    try:
        return question.result(timeout=DATABASE_SECONDS)
    except TimeoutError:
        question.cancel()
        return {"database": f"does not answer within {DATABASE_SECONDS} s", "worker": UNKNOWN, "beat": UNKNOWN}


def _ask_the_database() -> dict[str, str]:
    try:
        state = database_state()
        return {"database": state, **(process_states() if state == OK else {"worker": UNKNOWN, "beat": UNKNOWN})}
    finally:
        connection.close()


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        return f"does not answer: {first_line(problem)}"
    return OK


def redis_state() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        client.ping()
    except redis.RedisError as problem:
        return f"does not answer: {first_line(problem)}"
    finally:
        client.close()
    return OK


def process_states() -> dict[str, str]:
    try:
        ages = heartbeat.ages()
    except DatabaseError as problem:
        unknown = f"not known: {first_line(problem)}"
        return {"worker": unknown, "beat": unknown}
    beat = sign_of_life(ages.get(heartbeat.BEAT))
    worker = sign_of_life(ages.get(heartbeat.WORKER))
    last_task = ages.get(heartbeat.TASKS)
    if worker == beat == OK and last_task is not None and last_task > NO_TASK_AFTER:
        worker = (
            f"runs, but has done no task for {last_task.total_seconds():.0f} s: more work is queued than it can take"
        )
    return {"worker": worker, "beat": beat}


def sign_of_life(age: timedelta | None) -> str:
    if age is None:
        return "has not started yet"
    if age > SILENT_AFTER:
        return f"has given no sign of life for {age.total_seconds():.0f} s"
    return OK


def smtp_state() -> str:
    """Whether the listener greets."""
    where = f"{settings.SMTP_HOST}:{settings.SMTP_PORT}"
    try:
        with smtplib.SMTP(settings.SMTP_HOST, settings.SMTP_PORT, timeout=2):
            return OK
    except (OSError, smtplib.SMTPException) as problem:
        return f"does not greet at {where}: {first_line(problem)}"


def first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
