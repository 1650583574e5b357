from celery import shared_task

from tickets import announcing, calling, closing, held, identity, person_merges, reminding, snoozing
from tickets.bulk import running


@shared_task(time_limit=600)
def close_solved() -> None:
    closing.close_solved()


@shared_task(time_limit=60)
def wake_snoozed() -> None:
    snoozing.wake_snoozed()


@shared_task(time_limit=60)
def tell_reminders() -> None:
    reminding.tell_reminders()
    reminding.tell_overdue()


@shared_task(time_limit=60)
def take_due_steps() -> None:
    calling.take_due_steps()


@shared_task(time_limit=60)
def hint_at_announcements() -> None:
    announcing.hint_at_scheduled()


@shared_task(time_limit=120)
def send_held() -> None:
    """What is due now; found every second, so that no nudge is needed."""
    held.send_due()


@shared_task(queue="slow", time_limit=600)
def tidy_identity_codes() -> None:
    identity.forget_old_codes()


@shared_task(time_limit=120)
def carry_out_bulk(pk: int) -> None:
    """A bite of one bulk act; it nudges for the next."""
    running.run(pk)


@shared_task(time_limit=600)
def sweep_bulk() -> None:
    """Bulk acts whose nudge was lost or whose worker died."""
    running.run_waiting()


@shared_task(time_limit=600)
def move_tickets_of_merged() -> None:
    """Merges of people whose tickets have not all followed yet."""
    person_merges.follow_up()
