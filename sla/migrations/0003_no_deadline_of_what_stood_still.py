from django.db import migrations
from django.db.models import F


def forget(apps, schema_editor):
    """What was kept after its last deadline stood still when it ended: it had none."""
    clocks = apps.get_model("sla", "Clock").objects
    clocks.filter(state="met", ended_at__gt=F("due_at")).update(due_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ("sla", "0002_acceptance"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
