"""Known issues of the demo: one that is over, with its whole story, and one that customers read of now."""

from datetime import timedelta
from typing import Any

from accounts.models import Role, User
from helpdesk import clock
from status.actions import publish_issue, update_issue
from status.models import IssueState

_Said = tuple[int, int, IssueState, str, str]
# Days and minutes after its beginning, state, words, and the same for Germans.
_OVER = (
    (
        8,
        0,
        IssueState.INVESTIGATING,
        "Some of you cannot sign in with a company account. We are looking for the cause.",
        "Manche von Ihnen können sich nicht mit dem Firmenkonto anmelden. Wir suchen die Ursache.",
    ),
    (
        8,
        35,
        IssueState.IDENTIFIED,
        "A certificate between us and the sign-in service had run out. A new one is on its way.",
        "Ein Zertifikat zwischen uns und dem Anmeldedienst war abgelaufen. Ein neues ist unterwegs.",
    ),
    (
        8,
        80,
        IssueState.RESOLVED,
        "The new certificate works: everybody can sign in again. We watch its date from now on.",
        "Das neue Zertifikat gilt: Alle können sich wieder anmelden. Wir achten ab jetzt auf sein Datum.",
    ),
)
_NOW = (
    (
        0,
        -190,
        IssueState.INVESTIGATING,
        "Reports as PDF take several minutes at the moment. Other exports are not affected.",
        "Berichte als PDF dauern zurzeit mehrere Minuten. Andere Ausgaben sind nicht betroffen.",
    ),
    (
        0,
        -65,
        IssueState.MONITORING,
        "We gave the exports a machine of their own. They are quick again; we go on watching.",
        "Die Ausgaben haben jetzt einen eigenen Rechner. Sie sind wieder schnell; wir sehen weiter hin.",
    ),
)


def tell_known_issues() -> None:
    lead = User.objects.staff().filter(role=Role.LEAD).order_by("pk").first()
    if lead is None:
        return
    german = {"title": "Anmelden mit dem Firmenkonto schlägt fehl", "affected": "Anmeldung"}
    _tell(lead, "Signing in with a company account fails", "Signing in", german, _OVER)
    german = {"title": "Berichte als PDF dauern lange", "affected": "Ausgabe von Berichten"}
    _tell(lead, "Reports as PDF take long", "Report exports", german, _NOW)


def _tell(lead: User, title: str, affected: str, german: dict[str, str], story: tuple[_Said, ...]) -> None:
    now, issue = clock.now(), None
    for days, minutes, state, text, in_german in story:
        words: dict[str, Any] = {"actor": lead, "state": state, "text": text}
        with clock.at(now - timedelta(days=days) + timedelta(minutes=minutes)):
            if issue is None:
                translations = {"de": {**german, "text": in_german}}
                issue = publish_issue(title=title, affected=affected, translations=translations, **words)
            else:
                update_issue(issue, translations={"de": {"text": in_german}}, **words)
