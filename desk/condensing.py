"""What somebody did and took back again, told in one line: the log keeps all of it, and so does the timeline."""

from collections.abc import Iterable, Iterator

from tickets.models import Event

# The events of one act, and the last of those that took it back.
Told = tuple[list[Event], Event | None]


def told_together(events: Iterable[Event]) -> Iterator[Told]:
    """Each event alone; those that were taken back together with what took them back, in the place of the first."""
    events = list(events)
    undoing = [event for event in events if "undoes" in event.data]
    if not undoing:
        yield from (([event], None) for event in events)
        return
    by_seq = {event.seq: event for event in events}
    whole = [event for event in undoing if all(seq in by_seq for seq in event.data["undoes"])]
    ended = {event.data["undoes"][0]: event for event in whole}
    gone = {seq for event in whole for seq in (event.seq, *event.data["undoes"][1:])}
    for event in events:
        if event.seq in ended:
            yield [by_seq[seq] for seq in ended[event.seq].data["undoes"]], ended[event.seq]
        elif event.seq not in gone:
            yield [event], None
