"""Who wanted to hear of known issues."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.personal import Bite, Store, Whom
from status.models import IssueSubscription


def subscriptions_of(whom: Whom) -> QuerySet[IssueSubscription]:
    return IssueSubscription.objects.filter(email__in=whom.addresses)


STORES = [
    Store(
        "subscriptions",
        _("Subscriptions to news of known issues"),
        lambda whom: subscriptions_of(whom).count(),
        lambda whom, after: Bite(subscriptions_of(whom).delete()[0]),
    ),
]
