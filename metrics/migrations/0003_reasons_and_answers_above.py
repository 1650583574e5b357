"""Why promises were broken, and how often the level above answered; a worker finds it out of those that were, and did."""

from django.db import migrations, models

REASONS = [
    ("untaken", "Nobody had taken it"),
    ("elsewhere", "It had gone to another team or level"),
    ("agent", "Its agent had it and did not answer"),
    ("customer", "It waited for the customer"),
    ("others", "It waited for somebody else"),
    ("closed", "We were closed"),
]
MARK = """
INSERT INTO metrics_stale (ticket_number)
SELECT ticket_id FROM metrics_clockfacts WHERE state = 'breached'
UNION SELECT ticket_id FROM metrics_ticketfacts WHERE escalations > 0
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_surveys")]

    operations = [
        migrations.AddField(
            model_name="clockfacts",
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="ticketfacts",
            name="answers_above",
            field=models.PositiveIntegerField(
                help_text="Public ones of people of ours since it was last escalated; none: it never was.", null=True
            ),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
