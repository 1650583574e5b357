from django.db import migrations
from django.db.models import F


def forget(apps, schema_editor):
    """As sla/migrations/0003: what was kept after its last deadline stood still when it ended."""
    clocks = apps.get_model("metrics", "ClockFacts").objects
    clocks.filter(state="met", ended_at__gt=F("due_at")).update(due_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ("metrics", "0003_acceptance"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
