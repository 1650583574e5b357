"""Who escalated a ticket can withdraw that while it waits: a state of its own, since nobody declined it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0018_sla_columns")]

    operations = [
        migrations.AlterField(
            model_name="escalation",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for acceptance"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("handed_back", "Handed back"),
                    ("withdrawn", "Withdrawn"),
                    ("ended", "Ended"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
    ]
