"""Which issue somebody means: by its address, by #12, app#12 or APP-12, or by words of its title."""

import re
from urllib.parse import urlsplit

from django.db.models import QuerySet

from integrations.models import Issue, Tracker, TrackerKind

MOST_OFFERED = 8
LONGEST_SEARCH = 500
_NUMBER = re.compile(r"(?:(?P<project>[\w./-]+)?#)?(?P<number>[1-9]\d{0,9})", re.ASCII)
_JIRA = re.compile(r"(?P<project>[A-Z][A-Z0-9_]+)-(?P<number>[1-9]\d{0,9})", re.ASCII)
_PATHS = {
    TrackerKind.GITHUB: r"/{project}/(?:issues|pull)/([1-9]\d{{0,9}})(?:[/?#].*)?",
    TrackerKind.GITLAB: r"/{project}/(?:-/)?(?:issues|work_items)/([1-9]\d{{0,9}})(?:[/?#].*)?",
    TrackerKind.JIRA: r"/browse/({project}-[1-9]\d{{0,9}})(?:[/?#].*)?",
}


def named(text: str) -> tuple[Tracker, str] | None:
    """Its tracker and key, where the words name exactly one; whether it is there, a worker finds out."""
    text = text.strip()[:LONGEST_SEARCH]
    trackers = list(Tracker.objects.filter(archived_at=None))
    found = [(tracker, key) for tracker in trackers if (key := _key_in(tracker, text))]
    return found[0] if len(found) == 1 else None


def issues_like(text: str) -> QuerySet[Issue]:
    """Known ones whose title or key holds each of these words; open ones first, then those that changed last."""
    issues = Issue.objects.filter(tracker__archived_at=None).exclude(title="").select_related("tracker")
    for word in text.split()[:8]:
        issues = issues.filter(title__icontains=word) | issues.filter(key__iexact=word.lstrip("#"))
    return issues.order_by("is_done", "-changed_at", "-pk")


def _key_in(tracker: Tracker, text: str) -> str:
    if text.startswith(("https://", "http://")):
        return _key_at(tracker, text)
    if tracker.kind == TrackerKind.JIRA:
        found = _JIRA.fullmatch(text.upper())
        return text.upper() if found and found["project"] == tracker.project else ""
    found = _NUMBER.fullmatch(text)
    if not found:
        return ""
    short = tracker.project.rpartition("/")[2]
    return found["number"] if found["project"] in (None, tracker.project, short) else ""


def _key_at(tracker: Tracker, address: str) -> str:
    base = urlsplit(tracker.base)
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that nothing closes
        return ""
    if parts.hostname != _shown_host(base.hostname or ""):
        return _key_where_shown(tracker, address)
    prefix = "" if tracker.kind == TrackerKind.GITHUB else base.path.rstrip("/")
    path = prefix + _PATHS[TrackerKind(tracker.kind)].format(project=re.escape(tracker.project))
    found = re.fullmatch(path, parts.path, re.IGNORECASE)
    return found[1].upper() if found else ""


def _key_where_shown(tracker: Tracker, address: str) -> str:
    """Beside an issue that we know: people may look at them on another host than the API's. Jira's is always the same."""
    known = next(iter(tracker.issues.exclude(url="").order_by()[:1]), None)
    if known is None or tracker.kind == TrackerKind.JIRA or not known.url.endswith(f"/{known.key}"):
        return ""
    place = re.escape(known.url.removesuffix(known.key))
    found = re.fullmatch(rf"{place}([1-9]\d{{0,9}})(?:[/?#].*)?", address, re.IGNORECASE)
    return found[1] if found else ""


def _shown_host(host: str) -> str:
    """Where people look at what the API is about."""
    return "github.com" if host == "api.github.com" else host
