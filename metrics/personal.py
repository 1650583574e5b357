"""What a person said in surveys. Scores stay, as figures are counted from them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.personal import Bite, Store, Whom
from metrics.models import Survey


def surveys_of(whom: Whom) -> QuerySet[Survey]:
    return Survey.objects.filter(Q(person__in=whom.keys) | Q(ticket__requester__in=whom.keys))


STORES = [
    Store(
        "surveys",
        _("Comments with ratings and in surveys"),
        lambda whom: surveys_of(whom).exclude(comment="").count(),
        lambda whom, after: Bite(surveys_of(whom).exclude(comment="").update(comment="")),
    ),
]
