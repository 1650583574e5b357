from celery import shared_task

from metrics import integrity, keeping
from metrics.actions.reviews import draw_last_week
from metrics.emerging.finding import find_emerging
from metrics.surveys import due


@shared_task(queue="slow", time_limit=300)
def keep_facts() -> None:
    """Of tickets whose log went on; found every 10 s, so that no nudge is needed."""
    keeping.keep_stale()


@shared_task(queue="slow", time_limit=600)
def check_facts() -> None:
    """Every night, of a sample of tickets: they are what the log says."""
    integrity.check_sample()


@shared_task(queue="slow", time_limit=600)
def send_surveys() -> None:
    """About what was solved long enough ago; found every 5 minutes."""
    due.send_due_surveys()


@shared_task(queue="slow", time_limit=300)
def look_for_emerging_issues() -> None:
    """Every 10 minutes, of this week's tickets; twice at a time they wait for each other and find the same."""
    find_emerging()


@shared_task(queue="slow", time_limit=600)
def draw_case_reviews() -> None:
    """Of the last whole week; looked for every morning, so that a Monday missed is made up for."""
    draw_last_week()
