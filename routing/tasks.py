"""Celery's side of rules: thin."""

from celery import shared_task

from accounts.actors import SMART_ROUTING
from routing import assign, measuring, proposing, smart_actions, timed, traces


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


@shared_task(time_limit=300)
def propose() -> None:
    """For tickets that the indexer has just given a vector."""
    proposing.propose_for_new()


@shared_task(queue="slow", time_limit=600)
def measure_smart_routing() -> None:
    """Nudged when an admin asks, and swept."""
    while smart_actions.work_on_measurement():
        pass


@shared_task(queue="slow", time_limit=600)
def measure_every_night() -> None:
    """What was solved yesterday teaches too."""
    if measuring.learnt_from()[: measuring.FEWEST].count() >= measuring.FEWEST:
        smart_actions.start_measuring(actor=SMART_ROUTING)
        measure_smart_routing()
