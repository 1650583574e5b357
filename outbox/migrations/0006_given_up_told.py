"""That a mail was given up is told once; of those of before, nobody is told now."""

from django.db import migrations, models

_KNOWN = """
UPDATE outbox_outboundemail SET told_at = created_at, alarmed_at = created_at
WHERE state = 'failed' OR id IN (SELECT email_id FROM outbox_outboundrecipient WHERE state IN ('bounced', 'complained'))
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0005_pace_and_discarding")]

    operations = [
        migrations.AddField("outboundemail", "told_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("outboundemail", "alarmed_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(_KNOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "outboundemail",
            models.Index(
                fields=["id"],
                name="email_untold",
                condition=models.Q(("state", "failed"), ("told_at", None)),
            ),
        ),
    ]
