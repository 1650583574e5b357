"""What `manage.py check_integrity` asks of questions, tasks and reminders: each is what the last event that names it says. And of
answers for later, of which no event tells."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

MOST = 20

_TASKS = """
WITH counted AS (
    SELECT ticket_id, count(*) AS total, count(*) FILTER (WHERE done_at IS NULL) AS open FROM tickets_task GROUP BY 1
)
SELECT t.number, t.tasks_open, t.tasks_total, coalesce(c.open, 0), coalesce(c.total, 0)
FROM tickets_ticket t LEFT JOIN counted c ON c.ticket_id = t.number
WHERE (t.tasks_open, t.tasks_total) IS DISTINCT FROM (coalesce(c.open, 0), coalesce(c.total, 0)) LIMIT %s
"""
_HELD = """
SELECT t.number, t.held_until, d.at FROM tickets_ticket t
LEFT JOIN (
    SELECT ticket_id, min(send_at) AS at FROM tickets_draft WHERE is_for_later AND send_at IS NOT NULL GROUP BY 1
) d ON d.ticket_id = t.number
WHERE t.held_until IS DISTINCT FROM d.at LIMIT %s
"""
# A ticket gets its tasks, questions and reminders from elsewhere by a merge, so events are looked up by their keys. A key's
# last event has the highest id: they were written under the lock of one ticket after the other.
_TOLD_TASKS = """
WITH told AS (
    SELECT DISTINCT ON (1) (data->>'task')::bigint AS id, kind, data FROM tickets_event
    WHERE kind IN ('task.added', 'task.changed', 'task.done', 'task.undone', 'task.removed') ORDER BY 1, tickets_event.id DESC
)
SELECT coalesce(told.id, t.id), told.kind FROM tickets_task t FULL JOIN told ON told.id = t.id
WHERE (told.kind = 'task.removed') <> (t.id IS NULL) OR told.id IS NULL
   OR told.kind <> 'task.removed' AND (
       t.text <> told.data->>'text' OR (t.done_at IS NOT NULL) <> (told.data->>'done_at' IS NOT NULL)
       OR t.assignee_id IS DISTINCT FROM (told.data->>'person')::bigint
   ) LIMIT %s
"""
_QUESTIONS = """
WITH told AS (
    SELECT DISTINCT ON (1) (data->>'question')::bigint AS id, replace(kind, 'question.', '') AS state FROM tickets_event
    WHERE kind IN ('question.asked', 'question.answered', 'question.withdrawn') ORDER BY 1, tickets_event.id DESC
)
SELECT coalesce(told.id, q.id), q.state, told.state FROM tickets_question q FULL JOIN told ON told.id = q.id
WHERE replace(told.state, 'asked', 'open') IS DISTINCT FROM q.state LIMIT %s
"""
_REMINDERS = """
WITH told AS (
    SELECT (data->>'reminder')::bigint AS id, bool_or(kind = 'reminder.due') AS told,
           bool_or(kind = 'reminder.ended') AS ended
    FROM tickets_event WHERE kind IN ('reminder.set', 'reminder.due', 'reminder.ended') GROUP BY 1
)
SELECT coalesce(told.id, r.id) FROM tickets_reminder r FULL JOIN told ON told.id = r.id
WHERE (told.told, told.ended) IS DISTINCT FROM (r.told_at IS NOT NULL, r.ended_at IS NOT NULL) LIMIT %s
"""


def check_held() -> Iterator[str]:
    """Tickets with an answer for later say when the next one leaves"""
    for number, column, soonest in _rows(_HELD):
        yield f"#{number}: held_until is {column}, the next answer for later leaves {soonest}"


def check_tasks() -> Iterator[str]:
    """Tickets count their tasks, and each task is what its events say"""
    for number, is_open, total, told_open, told_total in _rows(_TASKS):
        yield f"#{number}: {is_open} of {total} tasks open; its rows say {told_open} of {told_total}"
    for pk, kind in _rows(_TOLD_TASKS):
        yield f"task {pk} is not what its last event says ({kind or 'there is none'})"


def check_questions() -> Iterator[str]:
    """Questions are open, answered or withdrawn as their events say"""
    for pk, state, told in _rows(_QUESTIONS):
        yield f"question {pk} is {state or 'gone'}, its events say {told or 'nothing'}"


def check_reminders() -> Iterator[str]:
    """Reminders were told and ended as their events say"""
    for (pk,) in _rows(_REMINDERS):
        yield f"reminder {pk} is not what its events say"


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
