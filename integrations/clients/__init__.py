"""One client for each kind of tracker, all of the same shape (clients/base.py)."""

from integrations.clients.base import Client
from integrations.clients.github import GitHub
from integrations.clients.gitlab import GitLab
from integrations.clients.jira import Jira
from integrations.models import Tracker, TrackerKind

_CLIENTS: dict[TrackerKind, type[Client]] = {
    TrackerKind.GITHUB: GitHub,
    TrackerKind.GITLAB: GitLab,
    TrackerKind.JIRA: Jira,
}


def client_for(tracker: Tracker) -> Client:
    return _CLIENTS[TrackerKind(tracker.kind)](tracker)
