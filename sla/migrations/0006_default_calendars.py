"""Which calendar was the default from when. What it was before this was written down is not known: the one of now."""

import django.db.models.deletion
from django.db import migrations, models


def begin(apps, schema_editor):
    Calendar, DefaultCalendar = apps.get_model("sla", "Calendar"), apps.get_model("sla", "DefaultCalendar")
    CalendarVersion = apps.get_model("sla", "CalendarVersion")
    for calendar in Calendar.objects.filter(is_default=True):
        first = CalendarVersion.objects.filter(calendar=calendar).order_by("number").first()
        if first is not None:
            DefaultCalendar.objects.create(calendar=calendar, since=first.created_at)


class Migration(migrations.Migration):
    dependencies = [("sla", "0005_channels_of_clocks")]

    operations = [
        migrations.CreateModel(
            name="DefaultCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sla.calendar",
                    ),
                ),
            ],
            options={"ordering": ["since", "pk"]},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
