"""How long a level held a ticket, whichever teams had it there."""

from django.db import migrations, models

# A stay goes on with the next one where that begins when this ends, at the same level.
FILL = """
UPDATE metrics_stayfacts AS stay SET at_level_since = told.at_level_since, ends_level = told.ends_level
FROM (
    SELECT ticket_id, turn,
           min(since) OVER (PARTITION BY ticket_id, held) AS at_level_since,
           until IS NOT NULL AND turn = max(turn) OVER (PARTITION BY ticket_id, held) AS ends_level
    FROM (
        SELECT ticket_id, turn, since, until,
               count(*) FILTER (WHERE NOT goes_on) OVER (PARTITION BY ticket_id ORDER BY turn) AS held
        FROM (
            SELECT ticket_id, turn, since, until,
                   coalesce(lag(until) OVER by_turn = since AND lag(level) OVER by_turn = level, false) AS goes_on
            FROM metrics_stayfacts
            WINDOW by_turn AS (PARTITION BY ticket_id ORDER BY turn)
        ) AS one
    ) AS two
) AS told
WHERE told.ticket_id = stay.ticket_id AND told.turn = stay.turn
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0010_restated_answers")]

    operations = [
        migrations.AddField(
            model_name="stayfacts",
            name="at_level_since",
            field=models.DateTimeField(help_text="At this level, whichever teams had it.", null=True),
        ),
        migrations.AddField(
            model_name="stayfacts",
            name="ends_level",
            field=models.BooleanField(db_default=False, help_text="The level held it no longer after this."),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
