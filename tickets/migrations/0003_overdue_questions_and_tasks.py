from django.conf import settings
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Now


def say_nothing_of_long_ago(apps, schema_editor):
    """What was over before anybody was told of such is no news."""
    for name in ("Question", "Task"):
        apps.get_model("tickets", name).objects.filter(due_at__lte=Now()).update(told_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_addresses_of_their_own"),
        ("tickets", "0002_draft_copied"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("state", "open"), ("told_at__isnull", True)), fields=["due_at"], name="question_due"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True), ("told_at__isnull", True)),
                fields=["due_at"],
                name="task_due",
            ),
        ),
        migrations.RunPython(say_nothing_of_long_ago, migrations.RunPython.noop),
    ]
