"""What a person looked for and said in the help centre. How often something was asked and how it ended stays counted."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.personal import ERASED, Bite, Store, Whom
from knowledgebase.models import Feedback, HelpAnswer, HelpSession, SearchSession, Suggestion


def readers(whom: Whom) -> list[str]:
    """By which feedback and searches name who was signed in."""
    return [f"person:{key}" for key in whom.keys]


def feedback_of(whom: Whom) -> QuerySet[Feedback]:
    return Feedback.objects.filter(reader__in=readers(whom))


def searches_of(whom: Whom) -> QuerySet[SearchSession]:
    return SearchSession.objects.filter(reader__in=readers(whom))


def sessions_of(whom: Whom) -> QuerySet[HelpSession]:
    return HelpSession.objects.filter(Q(person__in=whom.keys) | Q(ticket__requester__in=whom.keys))


def help_answers_of(whom: Whom) -> QuerySet[HelpAnswer]:
    return HelpAnswer.objects.filter(Q(person__in=whom.keys) | Q(session__in=sessions_of(whom)))


def _suggestions_of(whom: Whom) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(ticket__requester__in=whom.keys).exclude(words="")


STORES = [
    Store(
        "feedback",
        _("Comments on articles"),
        lambda whom: feedback_of(whom).exclude(comment="").count(),
        lambda whom, after: Bite(feedback_of(whom).exclude(comment="").update(comment="")),
    ),
    Store(
        "searches",
        _("Searches in the help centre"),
        lambda whom: searches_of(whom).exclude(query="").count(),
        lambda whom, after: Bite(searches_of(whom).exclude(query="").update(query="", words="")),
    ),
    Store(
        "help_sessions",
        _("Questions typed into forms and the help widget"),
        lambda whom: sessions_of(whom).exclude(question=ERASED).count(),
        lambda whom, after: Bite(sessions_of(whom).exclude(question=ERASED).update(question=ERASED)),
    ),
    Store(
        "help_answers",
        _("Questions to the language model and its answers"),
        lambda whom: help_answers_of(whom).count(),
        lambda whom, after: Bite(help_answers_of(whom).delete()[0]),
    ),
    Store(
        "suggestions",
        _("Searches by colleagues on their requests"),
        lambda whom: _suggestions_of(whom).count(),
        lambda whom, after: Bite(_suggestions_of(whom).update(words="")),
    ),
]
