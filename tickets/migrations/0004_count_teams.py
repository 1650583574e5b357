from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_overdue_questions_and_tasks")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("snoozed_until__isnull", True),
                    ("status__in", ("new", "open")),
                    ("deleted_at__isnull", True),
                    ("is_spam", False),
                ),
                fields=["team"],
                name="ticket_work_turn",
            ),
        ),
    ]
