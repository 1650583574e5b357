"""The macros of the demo: what Taskmoor's support writes and does again and again."""

from typing import Any, NamedTuple

from accounts.models import AfterSending, Team, User
from demo.company import BILLING, FIRST_LINE_DE
from tickets.models import Macro, Priority, Status
from tickets.models.macro import MacroScope, MacroUse


class Prepared(NamedTuple):
    name: str
    html: str
    does: dict[str, Any] = {}  # noqa: RUF012 - never changed
    language: str = "en"
    use: str = MacroUse.REPLY
    team: str = ""
    move_to: str = ""


REMINDER, REMINDER_DE = "A friendly reminder", "Freundliche Erinnerung"
MACROS = (
    Prepared(
        "Ask for a screenshot",
        """<p>Hi {{ requester.first_name }},</p><p>thank you for writing. Could you send me a screenshot of what you see,
        and tell me which browser you use? Then I can look for exactly your case.</p>""",
        {"status": Status.PENDING, "add_tags": ["needs-details"]},
    ),
    Prepared(
        "Password reset",
        """<p>Hi {{ requester.first_name }},</p><p>you can set a new password yourself: open the sign-in page, choose
        “Forgot your password?” and enter {{ requester.email }}. The link in our mail works for one hour.</p>
        <p>If no mail arrives within a few minutes, please look into your spam folder, and then tell me.</p>""",
        {"status": Status.PENDING, "add_tags": ["login"]},
    ),
    Prepared(
        "Refund is on its way",
        """<p>Hi {{ requester.first_name }},</p><p>I have refunded the amount today. Depending on your bank it takes three
        to five working days until you see it. The corrected invoice for {{ organization.name | default: "your account" }}
        is in your workspace under Billing.</p>""",
        {"status": Status.SOLVED, "add_tags": ["refund"]},
        team=BILLING,
    ),
    Prepared(
        "Known problem, fix is coming",
        """<p>Hi {{ requester.first_name }},</p><p>thank you for telling us: this is a fault on our side, and a correction
        is in the next release. I keep ticket #{{ ticket.number }} open and write to you as soon as it is out.</p>""",
        {"status": Status.ON_HOLD, "add_tags": ["known-issue"], "add_tasks": ["Write to them when the release is out"]},
    ),
    Prepared(
        "Did that solve it?",
        """<p>Hi {{ requester.first_name }},</p><p>I have not heard from you for some days and hope that is good news. Is
        “{{ ticket.subject }}” solved for you? If not, just answer this mail.</p>""",
        {"status": Status.PENDING, "afterwards": AfterSending.NEXT},
    ),
    Prepared(
        REMINDER,
        """<p>Hi {{ requester.first_name | default: 'there' }},</p><p>a few days ago we answered you about “{{ ticket.subject }}”
        and have not heard from you since. Did it help? If anything is still open, just answer this mail. If we hear nothing,
        we take it as solved in a few days; you can come back to it then too.</p>""",
    ),
    Prepared(
        "Urgent: take it and look now",
        "",
        {"priority": Priority.URGENT, "assign_to_me": True, "add_tags": ["outage"]},
        language="",
        use=MacroUse.ANY,
    ),
    Prepared(
        "Hand-over note",
        "<p><b>What the customer wants:</b> </p><p><b>What I tried:</b> </p><p><b>What is missing:</b> </p>",
        language="",
        use=MacroUse.NOTE,
    ),
    Prepared(
        "Bildschirmfoto erbitten",
        """<p>Guten Tag {{ requester.name }},</p><p>danke für Ihre Nachricht. Könnten Sie mir ein Bildschirmfoto schicken und
        mir sagen, welchen Browser Sie verwenden? Dann kann ich genau Ihren Fall nachstellen.</p>""",
        {"status": Status.PENDING, "add_tags": ["needs-details"]},
        language="de",
    ),
    Prepared(
        "Rechnung korrigiert",
        """<p>Guten Tag {{ requester.name }},</p><p>die korrigierte Rechnung liegt ab sofort in Ihrem Bereich unter
        „Abrechnung“. Die alte Fassung ist storniert, Sie müssen nichts weiter tun.</p>""",
        {"status": Status.SOLVED, "add_tags": ["invoice"]},
        language="de",
    ),
    Prepared(
        REMINDER_DE,
        """<p>Guten Tag{% if requester.name %} {{ requester.name }}{% endif %},</p><p>vor einigen Tagen haben wir Ihnen zu
        „{{ ticket.subject }}“ geantwortet und seitdem nichts mehr von Ihnen gehört. Hat es geholfen? Ist noch etwas
        offen, antworten Sie einfach auf diese E-Mail. Hören wir nichts, betrachten wir es in einigen Tagen als gelöst;
        auch dann können Sie darauf zurückkommen.</p>""",
        language="de",
    ),
    Prepared(
        "An die deutsche Linie geben",
        "<p>Schreibt auf Deutsch, bitte übernehmen.</p>",
        {"add_tags": ["german"]},
        language="de",
        use=MacroUse.NOTE,
        move_to=FIRST_LINE_DE,
    ),
)


def create_macros(teams: dict[str, Team]) -> None:
    """Made by the lead, for everybody or for one team."""
    owner = User.objects.get(email="lead@example.com")
    Macro.objects.bulk_create(
        Macro(
            name=macro.name,
            html=" ".join(macro.html.split()),
            use=macro.use,
            language=macro.language,
            scope=MacroScope.TEAM if macro.team else MacroScope.ALL,
            team=teams.get(macro.team),
            owner=owner,
            assign_team=teams.get(macro.move_to),
            **macro.does,
        )
        for macro in MACROS
    )
