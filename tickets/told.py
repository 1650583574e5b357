"""What a customer answered to the questions of a topic, as they and whoever reads along see it."""

from accounts.models import User
from tickets.fields import PATH_SIGN, FieldOfForm, Value, shown_fields, value_text
from tickets.forms import customers_fields
from tickets.models import Ticket


def answers_told(ticket: Ticket, person: User) -> list[tuple[str, str]]:
    """Question and answer, as the customer gave them, in the order of the form; one statement, for tickets of a topic only.

    What we alone fill in is none of it. For whoever came in copy after it was asked: nothing.
    """
    if ticket.form_id is None or not ticket.fields or not ticket.is_read_from_the_start_by(person):
        return []
    questions = shown_fields(customers_fields(ticket.form_id), ticket.fields)
    return [
        (question.said(question.name), _answer_said(question, ticket.fields[question.key]))
        for question in questions
        if question.key in ticket.fields
    ]


def _answer_said(question: FieldOfForm, value: Value) -> str:
    if isinstance(value, list):
        return PATH_SIGN.join(map(question.said, value))
    return question.said(value_text(question, value))
