"""How often tickets went back and forth between levels; a worker finds it out of those that were escalated."""

from django.db import migrations, models

MARK = """
INSERT INTO metrics_stale (ticket_number)
SELECT ticket_id FROM metrics_ticketfacts WHERE escalations > 0
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ticketfacts",
            name="ping_pongs",
            field=models.PositiveIntegerField(db_default=0, help_text="How often it turned around between levels."),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
