"""What the API shows of tickets. Customers get the fields that their portal shows; the rest is for staff."""

from typing import Any, ClassVar

from django.urls import reverse
from rest_framework import serializers

from accounts.actors import ActorKind
from helpdesk.api.fields import UtcTime
from helpdesk.api.pagination import PageOut
from tickets.api.words import (
    CHANNELS,
    CLOSE_RULES,
    KINDS,
    LINK_KINDS,
    PRIORITIES,
    ROLES,
    SENTIMENTS,
    STATUSES,
    changes_in_words,
    priority_word,
)
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.handled_by import handled_by
from tickets.models import Attachment, Event, Tag, Ticket
from tickets.models.draft import DraftKind, StopReason
from tickets.models.escalation import EscalationState
from tickets.models.message import MessageKind


class Shown(serializers.Serializer):
    # Left out for customers; the context carries the `person` who looks and the `request`.
    staff_fields: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        person = self.context.get("person")
        for name in self.staff_fields:
            fields[name].required = False
            if person is not None and not person.is_staff:
                del fields[name]
        return fields


class PersonRef(Shown):
    staff_fields = ("email",)

    id = serializers.IntegerField()
    name = serializers.CharField(source="display_name")
    email = serializers.CharField()


class NamedRef(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class TagNames(serializers.ListField):
    def get_attribute(self, ticket: Ticket) -> list[str]:
        return [tag.name for tag in ticket.tags.all()]


class TicketOut(Shown):
    staff_fields = (
        "kind", "level", "team", "tags", "snippet", "is_spam", "deleted_at", "snoozed_until", "verified_until",
        "waiting_since", "next_due_at", "first_reply_at", "reopen_count", "tasks_open", "tasks_total", "conversation_seq",
        "event_seq", "language", "sentiment", "satisfaction", "brand", "form", "fields", "links_count",
    )  # fmt: skip

    number = serializers.IntegerField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(list(STATUSES))
    priority = serializers.SerializerMethodField()
    channel = serializers.ChoiceField(list(CHANNELS))
    requester = PersonRef()
    organization = NamedRef(allow_null=True)
    assignee = PersonRef(allow_null=True)
    handled_by = serializers.SerializerMethodField(
        help_text="Who has it now, as a sentence for the customer; empty: nothing to say."
    )
    opened_at = UtcTime()
    updated_at = UtcTime()
    solved_at = UtcTime(allow_null=True)
    closed_at = UtcTime(allow_null=True)
    merged_into = serializers.IntegerField(
        source="merged_into_id", allow_null=True, help_text="The number of the ticket where this conversation is now."
    )
    kind = serializers.ChoiceField(list(KINDS), help_text="Staff only, as all that follows.")
    level = serializers.IntegerField(min_value=0, max_value=3)
    team = NamedRef(allow_null=True)
    tags = TagNames(child=serializers.CharField())
    snippet = serializers.CharField(help_text="The first words of the newest public message.")
    is_spam = serializers.BooleanField()
    deleted_at = UtcTime(allow_null=True)
    snoozed_until = UtcTime(allow_null=True, help_text="Put aside until then, or until the customer writes.")
    verified_until = UtcTime(
        allow_null=True, help_text="The requester was checked by a code and counts as known until then."
    )
    waiting_since = UtcTime(allow_null=True, help_text="Since when the customer waits for an answer of ours.")
    next_due_at = UtcTime(
        allow_null=True, help_text="The earliest promise that is running; in the past where it is overdue."
    )
    first_reply_at = UtcTime(allow_null=True)
    reopen_count = serializers.IntegerField()
    tasks_open = serializers.IntegerField(help_text="Of its checklist.")
    tasks_total = serializers.IntegerField()
    conversation_seq = serializers.IntegerField(
        help_text="Counts messages and notes by people: what a reply must have seen."
    )
    event_seq = serializers.IntegerField(help_text="The newest event.")
    language = serializers.CharField(
        help_text="What the customer writes, such as “de”; empty where it cannot be told, as of fewer than 20 characters."
    )
    satisfaction = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=5, help_text="The customer's newest rating of our help, from 1 to 5."
    )
    sentiment = serializers.ChoiceField(
        list(SENTIMENTS), help_text="How the customer sounded in what they wrote last; known of English only."
    )
    brand = serializers.IntegerField(source="brand_id", help_text="Whose it is; its id.")
    form = serializers.IntegerField(source="form_id", allow_null=True, help_text="Its id; /forms/ tells what it asks.")
    links_count = serializers.IntegerField(help_text="Links to and from other tickets, also those you cannot see.")
    fields = serializers.DictField(  # type: ignore[assignment]  # a field, taken away by the metaclass
        help_text="Answers by the key of their field; those that the form hides at the moment too."
    )

    def get_handled_by(self, ticket: Ticket) -> str:
        return handled_by(ticket)

    def get_priority(self, ticket: Ticket) -> str:
        return priority_word(ticket.priority)

    get_priority._spectacular_annotation = {  # type: ignore[attr-defined]  # how spectacular learns of the words
        "field": {"type": "string", "enum": list(PRIORITIES)}
    }


class Taken(serializers.Serializer):
    ticket = TicketOut(allow_null=True, help_text="Null: nothing waits that you can work.")


class TicketPage(PageOut):
    results = TicketOut(many=True)


class AttachmentOut(serializers.Serializer):
    id = serializers.UUIDField(source="key")
    filename = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    is_inline = serializers.BooleanField()
    content_id = serializers.CharField(allow_blank=True, help_text="`cid:` of this in a message's HTML is this file.")
    url = serializers.SerializerMethodField()

    def get_url(self, attachment: Attachment) -> str:
        path = reverse("api:attachment_download", args=[attachment.key])
        request = self.context.get("request")
        return request.build_absolute_uri(path) if request else path


class AttachmentList(serializers.Serializer):
    results = AttachmentOut(many=True)


class MessageOut(Shown):
    staff_fields = ("seq", "origin", "recipients", "verdict", "thanks", "side_conversation", "talk")

    id = serializers.IntegerField()
    ticket = serializers.IntegerField(
        source="ticket_id", help_text="Its number: the follow-up's when the ticket was closed."
    )
    origin = serializers.IntegerField(source="origin_id", help_text="The ticket on which it was first written.")
    kind = serializers.ChoiceField(MessageKind.values)
    author = PersonRef(allow_null=True)
    from_staff = serializers.BooleanField()
    is_auto = serializers.BooleanField(help_text="A machine's answer, such as out of office.")
    channel = serializers.ChoiceField(list(CHANNELS))
    text = serializers.CharField()
    html = serializers.CharField(help_text="Sanitised; empty when it was written as plain text.")
    quoted_text = serializers.CharField()
    signature = serializers.CharField()
    attachments = AttachmentOut(many=True)
    created_at = UtcTime()
    seq = serializers.IntegerField(
        allow_null=True, help_text="The conversation_seq that it made. Staff only, as all that follows."
    )
    recipients = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    verdict = serializers.DictField(help_text="Why a mail was attached here.")
    thanks = serializers.BooleanField(help_text="Only thanks, and did not reopen.")
    talk = serializers.DictField(
        allow_null=True, help_text="Of a logged call or visit: channel, direction, started_at, seconds."
    )
    side_conversation = serializers.IntegerField(
        source="side_id", allow_null=True, help_text="Said in this talk with somebody outside."
    )


class MessagePage(PageOut):
    results = MessageOut(many=True)


class ActorOut(serializers.Serializer):
    kind = serializers.ChoiceField(ActorKind.values)
    id = serializers.IntegerField(allow_null=True, help_text="Of a person.")
    name = serializers.CharField()


class EventOut(serializers.Serializer):
    seq = serializers.IntegerField()
    kind = serializers.CharField(help_text="Such as ticket.assigned; kinds are never renamed.")
    at = UtcTime()
    actor = ActorOut()
    text = serializers.CharField(help_text="What happened, as a sentence.")
    changes = serializers.DictField(child=serializers.ListField(), help_text="Column → [before, after].")
    data = serializers.DictField(  # type: ignore[assignment]  # a field, taken away by the metaclass
        help_text="Particulars of the kind."
    )

    def to_representation(self, event: Event) -> dict[str, Any]:
        names: Names = self.context["names"]
        particulars = {name: value for name, value in event.data.items() if name != "changes"}
        for name in ("other", "split_from"):
            if particulars.get(name) in names.hidden:
                particulars[name] = None
        if "snapshot" in particulars:
            snapshot = particulars["snapshot"]
            particulars["snapshot"] = {**snapshot, "priority": priority_word(snapshot["priority"])}
        return {
            "seq": event.seq,
            "kind": event.kind,
            "at": self.fields["at"].to_representation(event.at),
            "actor": {
                "kind": event.actor_kind,
                "id": event.actor_id,
                "name": names.person(event.actor_id) if event.actor_id else event.actor_name,
            },
            "text": event_text(event, names),
            "changes": changes_in_words(event.changes),
            "data": particulars,
        }


class EventList(serializers.Serializer):
    results = EventOut(many=True)
    last_seq = serializers.IntegerField(help_text="Ask for what comes `after` this; events do not change.")
    has_more = serializers.BooleanField()


class ParticipantOut(Shown):
    person = PersonRef()
    role = serializers.ChoiceField(["requester", *ROLES])
    since = UtcTime(allow_null=True, help_text="A CC sees messages from here on; null: all.")


class ParticipantList(serializers.Serializer):
    results = ParticipantOut(many=True)


class LinkOut(serializers.Serializer):
    kind = serializers.ChoiceField(list(LINK_KINDS))
    direction = serializers.ChoiceField(
        ["out", "in"], help_text="out: this ticket is <kind> the other; in: the reverse."
    )
    ticket = serializers.IntegerField(help_text="The other ticket's number.")
    subject = serializers.CharField()
    status = serializers.ChoiceField(list(STATUSES))
    close_rule = serializers.ChoiceField(["", *CLOSE_RULES], help_text="Of a child: how its parent depends on it.")


class LinkList(serializers.Serializer):
    results = LinkOut(many=True)
    hidden_count = serializers.IntegerField(help_text="Links to tickets that you cannot see.")


class EscalationOut(Shown):
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    from_team = NamedRef(allow_null=True)
    to_team = NamedRef(allow_null=True)
    by = PersonRef(allow_null=True)
    reason = serializers.CharField()
    listed_reason = serializers.IntegerField(source="listed_reason_id", allow_null=True)
    tried = serializers.CharField()
    asked = serializers.CharField()
    state = serializers.ChoiceField(EscalationState.values)
    accepted_by = PersonRef(allow_null=True)
    answered_by = PersonRef(allow_null=True, help_text="Who declined it or handed it back.")
    answer = serializers.CharField(help_text="What came back; while it is under way, an answer that was taken back.")
    created_at = UtcTime()
    accepted_at = UtcTime(allow_null=True)
    ended_at = UtcTime(allow_null=True)


class EscalationList(serializers.Serializer):
    results = EscalationOut(many=True)


class DraftOut(serializers.Serializer):
    kind = serializers.ChoiceField(DraftKind.values)
    ticket = serializers.IntegerField(source="ticket_id")
    html = serializers.CharField()
    to = serializers.ListField(child=serializers.CharField(), help_text="Empty: the requester.")
    cc = serializers.ListField(child=serializers.CharField())
    bcc = serializers.ListField(child=serializers.CharField())
    subject = serializers.CharField(help_text="Of a forward.")
    forwarded = serializers.IntegerField(
        source="forwarded_id", allow_null=True, help_text="The message below a forward."
    )
    side = serializers.IntegerField(
        source="side_id", allow_null=True, help_text="The talk that a forward goes on with."
    )
    macros = serializers.ListField(child=serializers.IntegerField())
    seen_seq = serializers.IntegerField()
    attachments = AttachmentOut(many=True)
    updated_at = UtcTime()
    send_at = UtcTime(allow_null=True, help_text="Held: sent then, unless it is taken back or somebody writes first.")
    status = serializers.CharField(help_text="Set when a held one is sent; empty: none.")
    stopped = serializers.ChoiceField(
        ["", *StopReason.values], help_text="Why a held one was not sent when its time came."
    )
    stopped_text = serializers.CharField()


class DraftPage(PageOut):
    results = DraftOut(many=True)


class TagOut(serializers.ModelSerializer):
    archived_at = UtcTime(allow_null=True, help_text="Since then it is suggested no more.")

    class Meta:
        model = Tag
        fields = ["id", "name", "archived_at"]
        extra_kwargs: ClassVar[dict] = {"name": {"validators": []}}


class TagPage(PageOut):
    results = TagOut(many=True)
