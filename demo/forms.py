"""The forms of the demo: what Taskmoor's support asks about money and about installations; and tickets that use them."""

from accounts.models import User
from tickets import actions
from tickets.form_loading import load_forms
from tickets.models import Kind, LinkKind, Ticket, TicketForm
from tickets.models.ticket import UNFINISHED

FORMS = {
    "fields": [
        {
            "key": "matter",
            "name": "What is wrong?",
            "kind": "choice",
            "options": ["I was charged twice", "The amount is wrong", "I want money back", "Something else"],
            "translations": {
                "de": {
                    "What is wrong?": "Was stimmt nicht?",
                    "I was charged twice": "Es wurde zweimal abgebucht",
                    "The amount is wrong": "Der Betrag stimmt nicht",
                    "I want money back": "Ich möchte Geld zurück",
                    "Something else": "Etwas anderes",
                }
            },
        },
        {
            "key": "charged_first",
            "name": "When was the first charge?",
            "kind": "date",
            "translations": {"de": {"When was the first charge?": "Wann wurde das erste Mal abgebucht?"}},
        },
        {
            "key": "charged_on",
            "name": "When was the second charge?",
            "kind": "date",
            "help": "The day stands on your bank statement.",
            "translations": {
                "de": {
                    "When was the second charge?": "Wann wurde das zweite Mal abgebucht?",
                    "The day stands on your bank statement.": "Der Tag steht auf Ihrem Kontoauszug.",
                }
            },
        },
        {
            "key": "card",
            "name": "The last four digits of the card",
            "kind": "text",
            "help": "Only these four: never the whole number.",
            "translations": {
                "de": {
                    "The last four digits of the card": "Die letzten vier Ziffern der Karte",
                    "Only these four: never the whole number.": "Nur diese vier, nie die ganze Nummer.",
                }
            },
        },
        {
            "key": "invoice",
            "name": "Invoice number",
            "kind": "text",
            "help": "As it stands on the invoice, such as TM-20417.",
            "translations": {
                "de": {
                    "Invoice number": "Rechnungsnummer",
                    "As it stands on the invoice, such as TM-20417.": "Wie sie auf der Rechnung steht, etwa TM-20417.",
                }
            },
        },
        {
            "key": "amount",
            "name": "Amount",
            "kind": "number",
            "required_on_solve": True,
            "help": "In the currency of the invoice.",
            "translations": {
                "de": {"Amount": "Betrag", "In the currency of the invoice.": "In der Währung der Rechnung."}
            },
        },
        {
            "key": "outcome",
            "name": "Outcome",
            "kind": "choice",
            "required_on_solve": True,
            "options": ["Explained", "Corrected invoice", "Refund", "No claim"],
        },
        {"key": "refund_on", "name": "Refund on", "kind": "date", "required_on_solve": True},
        {
            "key": "area",
            "name": "Where it happens",
            "translations": {
                "de": {
                    "Where it happens": "Wo passiert es?",
                    "Mobile": "Mobilgerät",
                    "Integration": "Anbindung",
                    "Calendar": "Kalender",
                }
            },
            "kind": "tree",
            "required_on_solve": True,
            "options": [
                {
                    "name": "Browser",
                    "options": [{"name": "Chrome"}, {"name": "Firefox"}, {"name": "Safari"}, {"name": "Edge"}],
                },
                {"name": "Mobile", "options": [{"name": "Android"}, {"name": "iPhone"}, {"name": "Tablet"}]},
                {"name": "Integration", "options": [{"name": "Calendar"}, {"name": "Single sign-on"}, {"name": "API"}]},
            ],
        },
        {
            "key": "version",
            "name": "Version",
            "kind": "text",
            "help": "Profile → About.",
            "translations": {"de": {"Profile → About.": "Profil → Info."}},
        },
        {"key": "reproduced", "name": "We could reproduce it", "kind": "checkbox"},
        {"key": "steps", "name": "How", "kind": "text"},
    ],
    "forms": [
        {
            "name": "Billing",
            "for_customers": True,
            "topic": "A bill or a charge",
            "introduction": "Invoices, charges, refunds and receipts.",
            "icon": "receipt",
            "translations": {
                "de": {
                    "A bill or a charge": "Eine Rechnung oder Abbuchung",
                    "Invoices, charges, refunds and receipts.": "Rechnungen, Abbuchungen, Erstattungen und Belege.",
                }
            },
            "fields": [
                {"key": "matter", "asking": "required"},
                # What the article on double charges says to have ready: nobody is asked for it a second time.
                {"key": "charged_first", "shown_while": {"field": "matter", "values": ["I was charged twice"]}},
                {
                    "key": "charged_on",
                    "asking": "required",
                    "shown_while": {"field": "matter", "values": ["I was charged twice"]},
                },
                {"key": "card", "shown_while": {"field": "matter", "values": ["I was charged twice"]}},
                "invoice",
                "amount",
                {"key": "outcome", "asking": "never"},
                {"key": "refund_on", "asking": "never", "shown_while": {"field": "outcome", "values": ["Refund"]}},
            ],
        },
        {
            "name": "Installation",
            "for_customers": True,
            "topic": "Something does not work",
            "introduction": "Errors, and what behaves otherwise than you expect.",
            "icon": "triangle-alert",
            "translations": {
                "de": {
                    "Something does not work": "Etwas funktioniert nicht",
                    "Errors, and what behaves otherwise than you expect.": "Fehler und Unerwartetes.",
                }
            },
            "fields": [
                {"key": "area", "asking": "required"},
                {"key": "version", "shown_while": {"field": "area", "values": ["Mobile"]}},
                {"key": "reproduced", "asking": "never"},
                {"key": "steps", "asking": "never", "shown_while": {"field": "reproduced", "values": [True]}},
            ],
        },
    ],
}
_AGENT = "agent@example.com"
_ANSWERED = 4
_BILLING, _INSTALLATION = "billing", "mobile"


def create_forms() -> None:
    load_forms(FORMS)


def use_forms_and_links() -> None:
    """A few tickets under way have answers, a problem has incidents, and a task waits for its children."""
    agent = User.objects.get(email=_AGENT)
    under_way = Ticket.objects.listed().filter(status__in=UNFINISHED).order_by("pk")
    forms = {form.name: form for form in TicketForm.objects.all()}
    for number, ticket in enumerate(under_way.filter(tags__name=_BILLING)[:_ANSWERED]):
        actions.set_form(ticket, actor=agent, form=forms["Billing"])
        values = {"invoice": f"TM-{20417 + 13 * number}", "amount": 49 + 20 * number}
        actions.set_fields(ticket, actor=agent, values=values | ({"outcome": "Refund"} if number % 2 else {}))
    for ticket in under_way.filter(tags__name=_INSTALLATION)[:_ANSWERED]:
        actions.set_form(ticket, actor=agent, form=forms["Installation"])
        actions.set_fields(ticket, actor=agent, values={"area": ["Mobile", "Android"], "version": "8.2"})
    _link(list(under_way.filter(form=None)[:7]), agent)


def _link(tickets: list[Ticket], agent: User) -> None:
    if len(tickets) < 7:
        return
    problem, first, second, parent, child, other_child, related = tickets
    actions.set_kind(problem, actor=agent, kind=Kind.PROBLEM)
    for incident in (first, second):
        actions.link(incident, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    for one in (child, other_child):
        actions.link(one, actor=agent, other=parent, kind=LinkKind.CHILD)
    actions.link(related, actor=agent, other=parent)
