"""What `manage.py check_integrity` asks of surveys: each is what its ticket's log says of it."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

_TOLD = """
WITH told AS (
    SELECT (data->>'survey')::bigint AS id, max(ticket_id) AS ticket_id,
           min(at) FILTER (WHERE kind = 'survey.sent') AS sent_at,
           min(at) FILTER (WHERE kind = 'ticket.rated') AS answered_at,
           max(at) FILTER (WHERE kind = 'ticket.rated') AS changed_at,
           (array_agg(data ORDER BY seq DESC) FILTER (WHERE kind = 'ticket.rated'))[1] AS newest
    FROM tickets_event WHERE kind IN ('survey.sent', 'ticket.rated') GROUP BY 1
)
SELECT coalesce(survey.id, told.id), survey.id IS NULL
FROM told FULL JOIN metrics_survey survey ON survey.id = told.id
WHERE (survey.ticket_id, survey.sent_at, survey.answered_at, survey.changed_at, survey.score, survey.comment)
    IS DISTINCT FROM (told.ticket_id, told.sent_at, told.answered_at, told.changed_at, (told.newest->>'score')::smallint,
                      coalesce(told.newest->>'comment', ''))
LIMIT %s
"""


def check_surveys() -> Iterator[str]:
    """Surveys were sent and answered when and as the events say"""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [MOST])
        for survey, is_missing in cursor.fetchall():
            yield f"survey {survey}: {'events tell of it, but there is none' if is_missing else 'its events say otherwise'}"
