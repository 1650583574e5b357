"""What a new desk promises until somebody decides otherwise: the field's benchmarks (design.md section 5)."""

from django.db import migrations
from django.utils import timezone

PRIORITIES = ("1", "2", "3", "4")
OFFICE_HOURS = {
    "time_zone": "UTC",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
# A telephony integration that reports ringing brings the 20 seconds of the phone.
POLICIES = (
    ("Chat", "A first answer within a minute.", 60, False, {"field": "channel", "is": ["chat", "widget"]}),
    ("Social", "Answers within an hour, around the clock.", 3600, False, {"field": "channel", "is": ["social"]}),
    ("Standard", "Answers within 4 hours of the office's; aim for one.", 4 * 3600, True, {}),
)


def ship(apps, schema_editor):
    Calendar, CalendarVersion = apps.get_model("sla", "Calendar"), apps.get_model("sla", "CalendarVersion")
    Policy, PolicyVersion = apps.get_model("sla", "Policy"), apps.get_model("sla", "PolicyVersion")
    now = timezone.now()
    calendar = Calendar.objects.create(name="Office hours", is_default=True)
    calendar.current = CalendarVersion.objects.create(
        calendar=calendar, number=1, hours=OFFICE_HOURS, created_at=now
    )
    calendar.save()
    for position, (name, description, seconds, business, conditions) in enumerate(POLICIES):
        policy = Policy.objects.create(name=name, description=description, position=position)
        goal = {"business": business, "seconds": {priority: seconds for priority in PRIORITIES}}
        policy.current = PolicyVersion.objects.create(
            policy=policy,
            number=1,
            conditions=conditions,
            calendar=calendar if business else None,
            terms={
                "targets": {"first_response": goal, "next_response": goal},
                "pause": ["pending", "on_hold"],
                "warn": [{"percent": 75, "tell": ["assignee"]}],
                "breach": [{"do": "notify", "tell": ["assignee", "team"]}],
            },
            created_at=now,
        )
        policy.save()


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_clocks")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
