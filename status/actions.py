"""Publishing a known issue, telling how it goes on, and wanting to hear of it."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.brands import brand_shown
from accounts.limits import ISSUE_CONFIRMATIONS, TooMany, spend
from accounts.models import User
from accounts.models.user import normal_email
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge
from status.mailing import post_confirmation
from status.models import IssueState, IssueSubscription, IssueUpdate, KnownIssue
from status.wording import LONGEST_TEXT, LONGEST_TITLE, OF_ISSUE, OF_UPDATE, Translations, kept
from tickets.access import require
from tickets.actions.problems import answer_incidents
from tickets.content import html_of, storable
from tickets.errors import IllegalTransition, Invalid
from tickets.incidents import incidents_of
from tickets.models import Kind, Ticket


@transaction.atomic
def publish_issue(
    *,
    actor: User,
    title: str,
    affected: str,
    text: str,
    state: str = IssueState.INVESTIGATING,
    problem: Ticket | None = None,
    translations: Translations | None = None,
) -> KnownIssue:
    """Customers read it at once; `translations`: language → title, affected, text. Raises NotAllowed, Invalid."""
    require(actor, Permission.ANNOUNCE)
    title, affected, text = _said(title, LONGEST_TITLE), _said(affected, LONGEST_TITLE), _said(text, LONGEST_TEXT)
    if state not in IssueState.values or state == IssueState.RESOLVED:
        raise Invalid(_("Choose one of the offered values."))
    _refuse_no_problem(problem)
    of_issue, of_update = kept(translations or {}, OF_ISSUE), kept(translations or {}, OF_UPDATE)

    now = clock.now()
    issue = KnownIssue.objects.create(
        title=title,
        affected=affected,
        translations=of_issue,
        state=state,
        problem=problem,
        started_at=now,
        updated_at=now,
    )
    # Nobody can have subscribed yet.
    IssueUpdate.objects.create(
        issue=issue, state=state, text=text, translations=of_update, author=actor, at=now, told_at=now
    )
    return issue


@transaction.atomic
def update_issue(
    issue: KnownIssue,
    *,
    actor: User,
    state: str,
    text: str,
    tell_incidents: bool = False,
    seen: int | None = None,
    translations: Translations | None = None,
) -> IssueUpdate | None:
    """Say how it goes on: on the pages, by mail to who subscribed and, if asked for, to the customers of the linked tickets.

    Each in their language, where `translations` (language → text) has it.
    None when the newest update says the same: the button was pressed twice. `seen`: the newest update that its writer saw.
    Raises NotAllowed, Invalid, IllegalTransition.
    """
    require(actor, Permission.ANNOUNCE)
    text = _said(text, LONGEST_TEXT)
    if state not in IssueState.values:
        raise Invalid(_("Choose one of the offered values."))
    in_others = kept(translations or {}, OF_UPDATE)
    newest = issue.updates.select_related("author").first()
    if newest is not None and (newest.state, newest.text, newest.author_id) == (state, text, actor.pk):
        return None
    if seen is not None and newest is not None and newest.pk != seen:
        raise IllegalTransition(_("Somebody told news in the meantime. Read it, then send again: your words are kept."))

    now = clock.now()
    update = IssueUpdate.objects.create(
        issue=issue, state=state, text=text, translations=in_others, author=actor, at=now
    )
    issue.state, issue.updated_at = state, now
    issue.resolved_at = now if state == IssueState.RESOLVED else None
    issue.save(update_fields=["state", "updated_at", "resolved_at"])
    if tell_incidents:
        _tell_incidents(issue, update, actor)
    from status.tasks import tell_subscribers

    nudge(tell_subscribers)
    return update


@transaction.atomic
def translate_issue(
    issue: KnownIssue,
    *,
    actor: User,
    language: str,
    words: Mapping[str, str],
    updates: Mapping[int, str] | None = None,
) -> None:
    """Say it in one more language, or better: `words` are its title and affected, `updates` the text of each by its key.

    Empty words take a translation away, those not named stay. No mail goes out: it was told when it happened.
    Raises NotAllowed, Invalid.
    """
    require(actor, Permission.ANNOUNCE)
    issue = KnownIssue.objects.select_for_update().get(pk=issue.pk)
    issue.translations = _translated(issue.translations, language, words, OF_ISSUE)
    issue.save(update_fields=["translations"])
    told = {update.pk: update for update in issue.updates.filter(pk__in=(updates or {}).keys()).order_by("pk")}
    for key, text in (updates or {}).items():
        if key not in told:
            raise Invalid(_("This is no update of this issue."))
        told[key].translations = _translated(told[key].translations, language, {"text": text}, OF_UPDATE)
        told[key].save(update_fields=["translations"])


@transaction.atomic
def subscribe(issue: KnownIssue, *, email: str, language: str, is_known: bool = False) -> IssueSubscription:
    """`is_known`: they have shown that the address is theirs; others get a mail with a link first. Raises IllegalTransition."""
    if issue.resolved_at is not None:
        raise IllegalTransition(_("This is resolved already."))
    email = normal_email(email)
    wanted, _made = IssueSubscription.objects.get_or_create(
        issue=issue, email=email, defaults={"language": language[:10], "brand_id": brand_shown().pk}
    )
    if wanted.confirmed_at is None and is_known:
        confirm(wanted)
    elif wanted.confirmed_at is None and _is_asked_anew(wanted):
        post_confirmation(wanted)
    return wanted


def confirm(subscription: IssueSubscription) -> bool:
    """False when it was before."""
    waiting = IssueSubscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    return bool(waiting.update(confirmed_at=clock.now()))


def unsubscribe(subscription: IssueSubscription) -> None:
    IssueSubscription.objects.filter(pk=subscription.pk).delete()


def _is_asked_anew(wanted: IssueSubscription) -> bool:
    """False for a button that was pressed twice."""
    try:
        spend(ISSUE_CONFIRMATIONS, str(wanted.pk))
    except TooMany:
        return False
    return True


def _tell_incidents(issue: KnownIssue, update: IssueUpdate, actor: User) -> None:
    """By the verb that answers all incidents of a problem, which solves them with the last word."""
    if issue.problem is None:
        raise Invalid(_("No problem is linked, so there are no tickets to tell."))
    seen = dict(incidents_of(issue.problem, actor).values_list("pk", "conversation_seq"))
    if not seen:
        return
    answer_incidents(
        issue.problem,
        actor=actor,
        html=_in_their_language(update),
        seen=seen,
        token=str(uuid.uuid4()),
        solving=update.state == IssueState.RESOLVED,
    )


def _in_their_language(update: IssueUpdate) -> str:
    """As a macro says it: each customer's own language is looked at when their ticket's turn has come."""
    html = _plainly(update.text)
    for code, words in update.translations.items():
        html = f"{{% if requester.language == '{code}' %}}{_plainly(words['text'])}{{% else %}}{html}{{% endif %}}"
    return html


def _plainly(text: str) -> str:
    """The page shows braces as they were typed, so they are no placeholder in an answer either: a word joiner, which nobody sees,
    behind each keeps them from being taken for one that was not filled in, and the answer from being held back."""
    return html_of(text).replace("{", "&#123;&#8288;")


def _translated(
    now: Translations, language: str, words: Mapping[str, str], parts: tuple[str, ...]
) -> dict[str, dict[str, str]]:
    return kept({**now, language: {**now.get(language, {}), **words}}, parts)


def _refuse_no_problem(problem: Ticket | None) -> None:
    if problem is not None and problem.kind != Kind.PROBLEM:
        raise Invalid(_("This ticket is no problem. Set its kind to Problem first."))


def _said(text: str, longest: int) -> str:
    text = storable(text).strip()
    if not text:
        raise Invalid(_("Say in a few words what it is about."))
    if len(text) > longest:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": longest})
    return text
