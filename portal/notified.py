"""What a customer is mailed besides answers to requests, which are mailed in any case."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from mail.proactive.actions import subscribe_again, unsubscribe
from metrics.actions.answering import stop_surveys, want_surveys
from status import actions as status_actions
from status.models import IssueSubscription

MOST_ISSUES = 100


@transaction.atomic
def keep_choices(
    person: User, *, messages: bool | None, surveys: bool | None, given_up: Iterable[IssueSubscription] = ()
) -> None:
    """None leaves it as it is; `given_up` are known issues that are no longer followed."""
    if messages is not None:
        (subscribe_again if messages else unsubscribe)(person)
    if surveys is not None:
        (want_surveys if surveys else stop_surveys)(person)
    for subscription in given_up:
        status_actions.unsubscribe(subscription)
