"""Times as trackers write them."""

from datetime import UTC, datetime


def iso(at: datetime) -> str:
    """In UTC, whole seconds: what all of them take."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """RFC 3339, or as Jira writes it, without a colon in the offset (+0000)."""
    return datetime.fromisoformat(text)
