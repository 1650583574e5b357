"""What `manage.py check_integrity` asks of tickets: every column that the verbs keep, computed again from messages and events.

Set-based, so that a hundred thousand tickets take seconds; only the replay looks at tickets one by one.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tickets.content import snippet_of
from tickets.history import contradictions
from tickets.models import TagRename, Ticket

MOST = 20  # problems of each check; one would be enough to look
REPLAYED = 10_000
_STEP = 1_000

_CONVERSATION_SEQ = """
SELECT t.number, t.conversation_seq, coalesce(m.highest, 0), coalesce(m.counted, 0)
FROM tickets_ticket t
LEFT JOIN (
    SELECT ticket_id, max(seq) AS highest, count(DISTINCT seq) AS counted
    FROM tickets_message WHERE seq IS NOT NULL GROUP BY ticket_id
) m ON m.ticket_id = t.number
WHERE t.conversation_seq <> coalesce(m.highest, 0) OR t.conversation_seq <> coalesce(m.counted, 0) LIMIT %s
"""
_EVENT_SEQ = """
SELECT t.number, t.event_seq, coalesce(e.counted, 0), coalesce(e.lowest, 0), coalesce(e.highest, 0)
FROM tickets_ticket t
LEFT JOIN (
    SELECT ticket_id, count(*) AS counted, min(seq) AS lowest, max(seq) AS highest FROM tickets_event GROUP BY ticket_id
) e ON e.ticket_id = t.number
WHERE (e.counted, e.lowest, e.highest) IS DISTINCT FROM (t.event_seq::bigint, 1, t.event_seq) LIMIT %s
"""
# Told by the ticket's own events: what was merged or moved in later was said elsewhere; what a ticket was split off with
# stands in its snapshot.
_FIRST_REPLY = """
SELECT t.number, t.first_reply_at, e.first_at
FROM tickets_ticket t
LEFT JOIN (
    SELECT ticket_id, min(CASE WHEN kind = 'ticket.opened' THEN (data->'snapshot'->>'first_reply_at')::timestamptz
                               WHEN (data->>'human')::bool THEN at END) AS first_at
    FROM tickets_event WHERE kind IN ('ticket.opened', 'message.replied') GROUP BY ticket_id
) e ON e.ticket_id = t.number
WHERE t.first_reply_at IS DISTINCT FROM e.first_at LIMIT %s
"""
# A ticket that was split off was opened with words from elsewhere. Machines send in a person's name.
_SAID = """
SELECT e.ticket_id, e.seq FROM tickets_event e
LEFT JOIN tickets_message m ON m.id = (e.data->>'message')::bigint
WHERE e.kind IN ('ticket.opened', 'message.received', 'message.auto_received', 'message.replied', 'message.noted')
  AND e.data ? 'message' AND NOT e.data ? 'batch'
  AND (m.origin_id, m.created_at, CASE WHEN NOT m.is_auto THEN m.author_id END, m.kind = 'note')
      IS DISTINCT FROM (e.ticket_id, e.at, CASE WHEN NOT m.is_auto THEN e.actor_id END, e.kind = 'message.noted') LIMIT %s
"""
_NEWEST_WORDS = """
SELECT DISTINCT ON (m.ticket_id) m.ticket_id, t.snippet, m.text
FROM tickets_ticket t JOIN tickets_message m ON m.ticket_id = t.number
WHERE m.kind = 'public' AND NOT m.is_auto
ORDER BY m.ticket_id, m.created_at DESC, m.id DESC
"""
# A wait ends with a human reply, with solving and with closing; then the next one begins with what the customer does first.
# Merging, splitting, moving and taking a solving back set it: they say since when somebody waits now.
_WAITING_SINCE = """
WITH turns AS (
    SELECT ticket_id, seq, at,
           kind IN ('ticket.solved', 'ticket.closed') OR (kind = 'message.replied' AND (data->>'human')::bool) AS ends,
           (kind = 'ticket.opened' AND NOT (data->>'by_staff')::bool)
           OR (kind = 'message.received' AND NOT (data->>'thanks')::bool)
           OR (kind = 'ticket.reopened' AND data->'changes'->'waiting_since' IS NOT NULL) AS begins
    FROM tickets_event
    WHERE kind IN ('ticket.opened', 'message.received', 'message.replied', 'ticket.solved', 'ticket.closed',
                   'ticket.reopened') AND data->'batch' IS NULL
    UNION ALL
    SELECT ticket_id, seq, told.at, true, told.at IS NOT NULL
    FROM tickets_event, LATERAL (SELECT CASE WHEN kind = 'ticket.opened' THEN data->'snapshot'->>'waiting_since'
                                             ELSE data->'changes'->'waiting_since'->>1 END::timestamptz AS at) told
    WHERE (data->'batch' IS NOT NULL OR kind = 'ticket.unsolved')
      AND (kind = 'ticket.opened' OR data->'changes'->'waiting_since' IS NOT NULL)
),
ended AS (SELECT ticket_id, max(seq) AS seq FROM turns WHERE ends GROUP BY ticket_id),
begun AS (
    SELECT turns.ticket_id, min(turns.at) AS at FROM turns LEFT JOIN ended USING (ticket_id)
    WHERE turns.begins AND turns.seq >= coalesce(ended.seq, 0) GROUP BY turns.ticket_id
)
SELECT t.number, t.waiting_since, begun.at
FROM tickets_ticket t LEFT JOIN begun ON begun.ticket_id = t.number
WHERE t.waiting_since IS DISTINCT FROM begun.at LIMIT %s
"""
_SOLVED = """
WITH last AS (
    SELECT ticket_id, max(at) FILTER (WHERE kind = 'ticket.solved') AS solved_at,
           max(at) FILTER (WHERE kind = 'ticket.closed') AS closed_at,
           count(*) FILTER (WHERE kind = 'ticket.reopened') AS reopened
    FROM tickets_event WHERE kind IN ('ticket.solved', 'ticket.closed', 'ticket.reopened') GROUP BY ticket_id
),
told AS (
    SELECT t.*, last.closed_at AS told_closed_at, coalesce(last.reopened, 0) AS told_reopened,
           CASE WHEN t.status IN ('solved', 'closed') THEN coalesce(
               CASE WHEN last.solved_at > coalesce(r.at, '-infinity') THEN last.solved_at END, last.closed_at
           ) END AS told_solved_at
    FROM tickets_ticket t LEFT JOIN last ON last.ticket_id = t.number
    LEFT JOIN (
        SELECT ticket_id, max(at) AS at FROM tickets_event WHERE kind = 'ticket.reopened' GROUP BY ticket_id
    ) r ON r.ticket_id = t.number
)
SELECT number, status, solved_at, told_solved_at, closed_at, told_closed_at, reopen_count, told_reopened FROM told
WHERE NOT EXISTS (  -- a merge closes and its undoing opens again: the replay looks at those
    SELECT 1 FROM tickets_transfer WHERE number IN (source_id, target_id)
) AND (solved_at IS DISTINCT FROM told_solved_at OR closed_at IS DISTINCT FROM told_closed_at
   OR (status = 'closed') <> (closed_at IS NOT NULL) OR reopen_count <> told_reopened) LIMIT %s
"""
_ESCALATIONS = """
SELECT t.number, count(e.id) FROM tickets_ticket t
JOIN tickets_escalation e ON e.ticket_id = t.number AND e.state IN ('waiting', 'accepted')
WHERE t.status IN ('solved', 'closed') OR e.to_level <> t.level GROUP BY t.number LIMIT %s
"""
_MACROS = """
SELECT m.id, m.name, m.use_count, coalesce(e.used, 0) FROM tickets_macro m
LEFT JOIN (
    SELECT (data->>'macro')::bigint AS macro, count(*) AS used FROM tickets_event WHERE kind = 'macro.applied' GROUP BY 1
) e ON e.macro = m.id
WHERE m.use_count <> coalesce(e.used, 0) LIMIT %s
"""
# By message: a note may have moved to another ticket since.
_MENTIONS = """
WITH told AS (
    SELECT (data->>'message')::bigint AS message_id, jsonb_array_elements_text(data->'mentions')::bigint AS person_id
    FROM tickets_event WHERE kind = 'message.noted' AND data ? 'mentions'
)
SELECT coalesce(told.message_id, m.message_id), coalesce(told.person_id, m.person_id), m.id IS NULL
FROM told FULL JOIN tickets_mention m ON m.message_id = told.message_id AND m.person_id = told.person_id
WHERE told.message_id IS NULL OR m.id IS NULL LIMIT %s
"""

# Until the moment that the newest event that changed it named, and only while there is work on it.
_SNOOZED = """
WITH told AS (
    SELECT DISTINCT ON (ticket_id) ticket_id, (data #>> '{changes,snoozed_until,1}')::timestamptz AS until
    FROM tickets_event WHERE data -> 'changes' ? 'snoozed_until' ORDER BY ticket_id, seq DESC
)
SELECT t.number, t.status, t.snoozed_until, told.until
FROM tickets_ticket t LEFT JOIN told ON told.ticket_id = t.number
WHERE t.snoozed_until IS DISTINCT FROM told.until
   OR (t.snoozed_until IS NOT NULL AND t.status IN ('solved', 'closed')) LIMIT %s
"""
# Where the newest transfer in force brought a message, there it stands; one that no transfer holds stands where it was written.
_MESSAGES = """
WITH held AS (
    SELECT DISTINCT ON (message) message, target_id FROM tickets_transfer, unnest(messages) AS message
    WHERE undone_at IS NULL ORDER BY message, id DESC
)
SELECT m.id, m.ticket_id, coalesce(h.target_id, m.origin_id) FROM tickets_message m LEFT JOIN held h ON h.message = m.id
WHERE (h.message IS NOT NULL OR m.moved_at IS NULL) AND m.ticket_id <> coalesce(h.target_id, m.origin_id) LIMIT %s
"""
_MERGED = """
SELECT t.number, t.merged_into_id, count(m.id) FROM tickets_ticket t LEFT JOIN tickets_message m ON m.ticket_id = t.number
WHERE t.merged_into_id IS NOT NULL GROUP BY t.number
HAVING count(m.id) > 0 OR NOT EXISTS (
    SELECT 1 FROM tickets_transfer f WHERE f.kind = 'merge' AND f.undone_at IS NULL
       AND f.source_id = t.number AND f.target_id = t.merged_into_id
    UNION ALL
    SELECT 1 FROM tickets_transfer f WHERE f.kind = 'split' AND f.undone_at IS NOT NULL
       AND f.target_id = t.number AND f.source_id = t.merged_into_id
) LIMIT %s
"""

# Each event that names a bulk act is one that a step of it counts as its own, on this ticket or on the one merged into.
_BULK = """
SELECT e.ticket_id, e.seq, e.data->>'bulk' FROM tickets_event e
LEFT JOIN tickets_bulkstep s ON s.act_id = (e.data->>'bulk')::bigint
    AND (s.number = e.ticket_id AND e.seq > s.after_seq AND e.seq <= s.last_seq
         OR s.number = (e.data->>'other')::bigint AND e.kind IN ('ticket.merged_here', 'ticket.unmerged_here'))
WHERE e.data ? 'bulk' AND s.id IS NULL LIMIT %s
"""


def check_conversation_seq() -> Iterator[str]:
    """The messages of each ticket are counted without gaps"""
    for number, column, highest, counted in _rows(_CONVERSATION_SEQ):
        yield f"#{number}: conversation_seq is {column}; the highest of its messages is {highest}, of {counted}"


def check_event_seq() -> Iterator[str]:
    """The events of each ticket are numbered from 1 without gaps"""
    for number, column, counted, lowest, highest in _rows(_EVENT_SEQ):
        yield f"#{number}: event_seq is {column}; its {counted} events go from {lowest} to {highest}"


def check_first_reply() -> Iterator[str]:
    """First replies are where the events are"""
    for number, column, told in _rows(_FIRST_REPLY):
        yield f"#{number}: first_reply_at is {column}, its events say {told}"


def check_messages() -> Iterator[str]:
    """Every message was written where, when and by whom its event says"""
    for number, seq in _rows(_SAID):
        yield f"#{number}: the message of event {seq} is not what the event says"


def check_snippets() -> Iterator[str]:
    """Snippets are the newest public words"""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_WORDS)
        for number, snippet, text in cursor:
            if snippet != snippet_of(text):
                yield f"#{number}: the snippet is {snippet!r}, its newest public words are {snippet_of(text)!r}"


def check_waiting() -> Iterator[str]:
    """Customers wait since what the events say"""
    for number, column, told in _rows(_WAITING_SINCE):
        yield f"#{number}: waiting_since is {column}, its events say {told}"


def check_solved() -> Iterator[str]:
    """Solving, closing and reopening agree with the events"""
    for number, status, *figures in _rows(_SOLVED):
        solved, told_solved, closed, told_closed, reopened, told_reopened = figures
        yield (
            f"#{number} ({status}): solved {solved}, closed {closed}, reopened {reopened} times; "
            f"its events say {told_solved}, {told_closed}, {told_reopened}"
        )


def check_escalations() -> Iterator[str]:
    """Escalations under way belong to unfinished tickets at their level"""
    for number, under_way in _rows(_ESCALATIONS):
        yield f"#{number}: {under_way} escalations under way, but it is solved or at another level"


def check_snoozed() -> Iterator[str]:
    """Snoozed tickets are unfinished, and snoozed until when their events say"""
    for number, status, until, told in _rows(_SNOOZED):
        yield f"#{number} ({status}): snoozed until {until}, its events say {told}"


def check_macros() -> Iterator[str]:
    """Macros were used as often as their count says"""
    for pk, name, column, told in _rows(_MACROS):
        yield f"macro {pk} ({name}): use_count is {column}; {told} events say it was used"


def check_mentions() -> Iterator[str]:
    """Who was named in notes is who their events name"""
    for message, person, is_missing in _rows(_MENTIONS):
        yield f"note {message}: person {person} {'was named, but has no row' if is_missing else 'has a row, but no event'}"


def check_transfers() -> Iterator[str]:
    """Messages stand where merges, splits and moves brought them; nothing is left on merged tickets"""
    for message, ticket, told in _rows(_MESSAGES):
        yield f"Message {message} stands on #{ticket}; merges, splits and moves say #{told}"
    for number, survivor, left in _rows(_MERGED):
        yield f"#{number} is merged into #{survivor}: {left} messages are left on it, or nothing says so"


def check_bulk_acts() -> Iterator[str]:
    """What bulk acts changed is what their steps say"""
    for number, seq, act in _rows(_BULK):
        yield f"#{number}: event {seq} names bulk act {act}, no step of which counts it"


def check_replay() -> Iterator[str]:
    """Each ticket's columns and tags are what its events tell (beyond 10,000 tickets, a sample of them)"""
    renames = list(TagRename.objects.all())
    for ticket in replayed("events", "tags"):
        yield from contradictions(ticket, ticket.events.all(), renames)


def replayed(*beside: str) -> Iterator[Ticket]:
    """All tickets, or a sample spread evenly over all numbers; `beside` is loaded with them."""
    every = max(1, -(-Ticket.objects.count() // REPLAYED))
    tickets: QuerySet[Ticket] = Ticket.objects.order_by("-pk").prefetch_related(*beside)
    yield from tickets.extra(where=["mod(number, %s) = 0"], params=[every]).iterator(_STEP)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
