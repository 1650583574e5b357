"""Celery's side of rules: thin."""

from celery import shared_task

from routing import assign, timed, traces


@shared_task(time_limit=120)
def drain_team(team: int) -> None:
    assign.drain(team)


@shared_task(time_limit=300)
def drain_teams() -> None:
    """What a nudge was lost of, and who went away or came back."""
    assign.drain_all()


@shared_task(queue="slow", time_limit=600)
def act_on_time() -> None:
    timed.act_on_time()


@shared_task(queue="slow", time_limit=600)
def tidy_traces() -> None:
    traces.forget_old_traces()
