"""Codes of the database as the words that the API speaks."""

from typing import Any

from tickets.models import Channel, CloseRule, Kind, LinkKind, Priority, Sentiment, Status
from tickets.models.message import MessageKind
from tickets.models.participant import ParticipantRole

STATUSES = {status.value: status for status in Status}
PRIORITIES = {priority.name.lower(): priority for priority in Priority}
KINDS = {kind.value: kind for kind in Kind}
SENTIMENTS = {sentiment.value: sentiment for sentiment in Sentiment}
CHANNELS = {channel.value: channel for channel in Channel}
LINK_KINDS = {kind.value: kind for kind in LinkKind}
CLOSE_RULES = {rule.value: rule for rule in CloseRule}
MESSAGE_KINDS = {kind.value: kind for kind in MessageKind}
ROLES = {role.value: role for role in ParticipantRole if role != ParticipantRole.REQUESTER}

_PRIORITY_WORDS = {priority.value: word for word, priority in PRIORITIES.items()}


def priority_word(priority: int) -> str:
    return _PRIORITY_WORDS[priority]


def changes_in_words(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Column → [before, after] of an event."""
    return {
        column: [_PRIORITY_WORDS.get(value, value) for value in pair] if column == "priority" else pair
        for column, pair in changes.items()
    }
