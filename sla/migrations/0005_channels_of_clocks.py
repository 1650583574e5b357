"""Where clocks stand holds the ticket's channel too, because promises may differ by it."""

from django.db import migrations

TELL = "UPDATE tickets_ticket SET sla = sla || jsonb_build_object('channel', channel) WHERE sla <> '{}' AND NOT sla ? 'channel'"
FORGET = "UPDATE tickets_ticket SET sla = sla - 'channel' WHERE sla ? 'channel'"


class Migration(migrations.Migration):
    dependencies = [("sla", "0004_arrivals")]

    operations = [migrations.RunSQL(TELL, FORGET)]
