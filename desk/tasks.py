"""Celery's side of the desk: thin."""

from celery import shared_task

from desk.availability import give_back_waiting
from desk.metrics.report_mail import mail_due_figures
from desk.notifications.due import tell_of_due
from desk.notifications.feedback import tell_owners
from desk.notifications.mailing import mail_due
from desk.notifications.reading import forget_old
from helpdesk.nudge import begun


@shared_task(time_limit=300)
def mail_notifications() -> None:
    """Safe to run twice: rows are claimed by their locks."""
    mail_due()


@shared_task(time_limit=300)
def tell_of_feedback() -> None:
    """Safe to run twice: each comment is claimed by its lock."""
    tell_owners()


@shared_task(time_limit=300)
def tell_of_due_articles() -> None:
    """Safe to run twice: each article is claimed by its lock, and its history says that it was told."""
    tell_of_due()


@shared_task(time_limit=300)
def mail_reports() -> None:
    """Safe to run twice: each is claimed by its lock, and moved on with its mail."""
    mail_due_figures()


@shared_task(time_limit=600)
def give_back() -> None:
    """Safe to run twice: each ticket is given back under its lock, and only once."""
    begun(give_back)
    give_back_waiting()


@shared_task(time_limit=600)
def tidy_notifications() -> None:
    forget_old()
