"""What would happen, in sentences, before messages go from one ticket to another; asked by screens and the API."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.models import User
from tickets.actions import transfers
from tickets.actions.conversation import may_write_as_customer
from tickets.actions.merging import refuse_merge
from tickets.actions.moving import find_move, refuse_move
from tickets.actions.splitting import people_in_copy, refuse_split, requester_of
from tickets.errors import Refused
from tickets.models import Message, SideConversation, Status, Ticket, Transfer
from tickets.models.escalation import UNDER_WAY
from tickets.models.participant import ParticipantRole
from tickets.models.transfer import TransferKind
from tickets.waiting import waits_of

# What apps above know of their own rows that would go along: the source, the target, and sentences about them.
Foretelling = Callable[[Ticket, Ticket], Iterable[str]]
_foretelling: list[Foretelling] = []


def foretell_merges_with(foretelling: Foretelling) -> None:
    _foretelling.append(foretelling)


@dataclass(slots=True)
class Preview:
    """`refusal` says why it cannot be done; then nothing else is told."""

    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refusal: str = ""

    @property
    def is_possible(self) -> bool:
        return not self.refusal


def preview_merge(ticket: Ticket, *, actor: Actor, into: Ticket) -> Preview:
    if refusal := _refusal(lambda: refuse_merge(ticket, into, actor=actor)):
        return Preview(refusal=refusal)
    names = {"one": ticket.pk, "other": into.pk}
    messages = ticket.messages.count()
    preview = Preview()
    preview.sentences += [
        ngettext(
            "The message of #%(one)s goes to #%(other)s, in the order of time.",
            "All %(count)s messages of #%(one)s go to #%(other)s, in the order of time.",
            messages,
        )
        % {**names, "count": messages},
        _("#%(one)s is closed and leads to #%(other)s; whoever answers it by mail lands there too.") % names,
    ]
    waits = waits_of(ticket.events.all())
    preview.sentences += _status_after(into, is_asked=bool(waits))
    preview.sentences += _people_after(ticket, into) + _drafts_after(ticket, into) + _tags_after(ticket, into)
    preview.sentences += _tasks_after(ticket) + _sides_after(ticket, into)
    preview.sentences += [sentence for foretelling in _foretelling for sentence in foretelling(ticket, into)]
    preview.warnings = _privacy_warnings(ticket, into)
    if ticket.escalations.filter(state__in=UNDER_WAY).exists():
        preview.warnings.append(_("The escalation of #%(one)s under way ends.") % names)
    return preview


def preview_unmerge(ticket: Ticket, *, actor: Actor) -> Preview:
    transfer = ticket.transfers_out.filter(kind=TransferKind.MERGE, undone_at__isnull=True).first()
    if transfer is None:
        return Preview(refusal=_("#%(number)s is not merged.") % {"number": ticket.pk})
    return _preview_undo(transfer, actor)


def preview_split(ticket: Ticket, *, actor: Actor, messages: Iterable[Message]) -> Preview:
    chosen = sorted(messages, key=lambda message: (message.created_at, message.pk))
    if refusal := _refusal(lambda: refuse_split(ticket, chosen, actor=actor)):
        return Preview(refusal=refusal)
    requester = requester_of(ticket, chosen)
    preview = Preview()
    preview.sentences += [
        ngettext(
            "One message becomes a ticket of its own, from %(person)s, as of the time when it was written.",
            "%(count)s messages become a ticket of their own, from %(person)s, as of the time of the first.",
            len(chosen),
        )
        % {"count": len(chosen), "person": requester.name_and_address},
        _("It stays with the same team and person. Answers to these messages by mail land there."),
        _("The customer is told nothing."),
    ]
    waits = waits_of(ticket.events.all())
    if any(str(message.pk) in waits for message in chosen):
        preview.sentences.append(_("The customer waits for an answer there, since then."))
    if copied := people_in_copy(ticket, chosen):
        preview.sentences.append(_in_copy(copied))
    if requester != ticket.requester:
        preview.warnings.append(
            _("%(requester)s does not see what %(writer)s wrote there any more.")
            % {"requester": ticket.requester.name_and_address, "writer": requester.name_and_address}
        )
    return preview


def preview_unsplit(ticket: Ticket, *, actor: Actor) -> Preview:
    transfer = ticket.transfers_in.filter(kind=TransferKind.SPLIT, undone_at__isnull=True).first()
    if transfer is None:
        return Preview(refusal=_("#%(number)s was not split off another ticket.") % {"number": ticket.pk})
    return _preview_undo(transfer, actor)


def preview_move(message: Message, *, actor: Actor, to: Ticket) -> Preview:
    source = message.ticket
    if source.pk == to.pk:
        return Preview(refusal=_("The message stands on #%(number)s already.") % {"number": to.pk})
    if refusal := _refusal(lambda: refuse_move(message, source, to, actor=actor)):
        return Preview(refusal=refusal)
    preview = Preview()
    preview.sentences.append(
        _("The message goes to #%(number)s “%(subject)s”, in the order of time. Answers to it by mail land there.")
        % {"number": to.pk, "subject": to.subject}
    )
    preview.sentences += _status_after(to, is_asked=str(message.pk) in waits_of(source.events.all()))
    author = message.author
    if author is not None and message.from_customer and not may_write_as_customer(author, to):
        preview.warnings.append(
            _("%(person)s takes no part in #%(number)s and will be in copy there.")
            % {"person": author.name_and_address, "number": to.pk}
        )
    if not message.is_note and to.requester_id != source.requester_id:
        preview.warnings.append(_will_read(to.requester, author))
    return preview


def preview_undo_move(message: Message, *, actor: Actor) -> Preview:
    transfer = find_move(message)
    if transfer is None:
        return Preview(refusal=_("This message was not moved here by hand."))
    return _preview_undo(transfer, actor)


def _preview_undo(transfer: Transfer, actor: Actor) -> Preview:
    if refusal := _refusal(lambda: transfers.refuse_undo(transfer, actor)):
        return Preview(refusal=refusal)
    count = len(transfer.messages)
    names = {"source": transfer.source_id, "target": transfer.target_id, "count": count}
    back = ngettext(
        "The message returns from #%(target)s to #%(source)s.",
        "%(count)s messages return from #%(target)s to #%(source)s.",
        count,
    )
    since = transfer.target.messages.filter(created_at__gt=transfer.at).count()
    if transfer.kind == TransferKind.SPLIT:
        closed = _("#%(target)s is closed and leads to #%(source)s; what was written there since comes along.")
        return Preview([back % names, closed % names])
    stays = ngettext(
        "A message written on #%(target)s since stays there, unless it answers what returns.",
        "%(since)s messages written on #%(target)s since stay there, unless they answer what returns.",
        since,
    )
    as_before = _("Apart from that both tickets are as they were before.")
    return Preview([back % names, *([stays % {**names, "since": since}] if since else []), as_before])


def _status_after(target: Ticket, *, is_asked: bool) -> list[str]:
    if is_asked and target.status in (Status.PENDING, Status.ON_HOLD, Status.SOLVED):
        return [_("#%(number)s becomes Open, because a question that comes has no answer yet.") % {"number": target.pk}]
    return [_("#%(number)s keeps its status, priority, team and person.") % {"number": target.pk}]


def _people_after(ticket: Ticket, into: Ticket) -> list[str]:
    present = set(into.participants.values_list("person_id", "role"))
    coming = [p for p in transfers.people_of(ticket) if p not in present and p[0] != into.requester_id]
    copied = User.objects.filter(pk__in=[person for person, role in coming if role == ParticipantRole.CC])
    sentences = []
    if copied:
        sentences.append(_in_copy(copied))
    if followers := sum(role == ParticipantRole.FOLLOWER for _person, role in coming):
        sentences.append(
            ngettext("One follower comes along.", "%(count)s followers come along.", followers) % {"count": followers}
        )
    return sentences


def _in_copy(people: Iterable[User]) -> str:
    names = ", ".join(person.name_and_address for person in people)
    return _("In copy from now on: %(people)s.") % {"people": names}


def _drafts_after(ticket: Ticket, into: Ticket) -> list[str]:
    count = ticket.drafts.count()
    if not count:
        return []
    kept = ngettext("An unsent draft is kept.", "%(count)s unsent drafts are kept.", count)
    return [kept % {"count": count}]


def _tags_after(ticket: Ticket, into: Ticket) -> list[str]:
    present = set(into.tags.values_list("name", flat=True))
    names = ", ".join(tag.name for tag in ticket.tags.all() if tag.name not in present)
    return [_("Tags that come along: %(tags)s.") % {"tags": names}] if names else []


def _tasks_after(ticket: Ticket) -> list[str]:
    if not ticket.tasks_total:
        return []
    come = ngettext(
        "A task comes along (%(open)s still open).",
        "%(count)s tasks come along (%(open)s still open).",
        ticket.tasks_total,
    )
    return [come % {"count": ticket.tasks_total, "open": ticket.tasks_open}]


def _sides_after(ticket: Ticket, into: Ticket) -> list[str]:
    """Those that were brought here by an earlier merge are among its messages, too."""
    said = ticket.messages.filter(side__isnull=False).order_by().values("side")
    sides = SideConversation.objects.filter(Q(ticket=ticket) | Q(pk__in=said)).order_by("pk")
    return [
        _("The side conversation with %(people)s goes on at #%(number)s.")
        % {"people": ", ".join(side.to), "number": into.pk}
        for side in sides
    ]


def _privacy_warnings(ticket: Ticket, into: Ticket) -> list[str]:
    warnings = []
    if ticket.requester_id != into.requester_id:
        warnings += [
            _("These are tickets of two people.") + " " + _will_read(into.requester, ticket.requester),
        ]
    if ticket.team is not None and ticket.team.is_private and ticket.team_id != into.team_id:
        warnings.append(
            _("#%(number)s belongs to the private team %(team)s. Whoever sees #%(other)s will read it.")
            % {"number": ticket.pk, "team": ticket.team.name, "other": into.pk}
        )
    return warnings


def _will_read(reader: User, writer: User | None) -> str:
    if writer is None or writer == reader:
        return _("%(reader)s will read what comes.") % {"reader": reader.name_and_address}
    return _("%(reader)s will read what %(writer)s wrote.") % {
        "reader": reader.name_and_address,
        "writer": writer.name_and_address,
    }


def _refusal(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Refused as refused:
        return str(refused)
    return ""
