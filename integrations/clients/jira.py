"""Jira: the Cloud's REST API, version 3, with an account's address and token; or a personal access token alone."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from integrations.clients.adf import document, text_of
from integrations.clients.base import Client, RemoteComment, RemoteIssue, Strange, id_of, understood
from integrations.clients.http import Http
from integrations.clients.times import moment
from integrations.models import Tracker

_API = "/rest/api/3"
_FIELDS = "summary,status,assignee,updated"
_PAGE = 100


class Jira(Client):
    def __init__(self, tracker: Tracker) -> None:
        super().__init__(tracker)
        auth = (tracker.account, tracker.token) if tracker.account else None
        headers = {} if auth or not tracker.token else {"Authorization": f"Bearer {tracker.token}"}
        self.http = Http(tracker.base, headers, auth)
        self.site = tracker.base.rstrip("/")

    def check(self) -> None:
        if "key" not in self.http.get(f"{_API}/project/{self.tracker.project}").data:
            raise Strange

    def issue(self, key: str) -> RemoteIssue:
        """Jira finds an issue that moved to another project under its old key, too."""
        return self._issue(self.http.get(f"{_API}/issue/{key}", fields=_FIELDS).data)

    def changed_since(self, since: datetime) -> Iterator[list[RemoteIssue]]:
        """In minutes from now: a date in JQL would be one in the time zone of the token's owner."""
        minutes = max(1, math.ceil((timezone.now() - since).total_seconds() / 60) + 1)
        jql = f'project = "{self.tracker.project}" AND updated >= -{minutes}m ORDER BY updated ASC'
        asked: dict[str, Any] = {"jql": jql, "fields": _FIELDS, "maxResults": _PAGE}
        while True:
            data = self.http.get(f"{_API}/search/jql", **asked).data
            yield [self._issue(one) for one in _listed(data, "issues")]
            if data.get("isLast", True) or not data.get("nextPageToken"):
                return
            asked["nextPageToken"] = data["nextPageToken"]

    def comments(self, key: str, since: datetime) -> list[RemoteComment]:
        """Newest first there, so that old ones need not be read."""
        found: list[RemoteComment] = []
        start = 0
        while True:
            asked = {"startAt": start, "maxResults": _PAGE, "orderBy": "-created"}
            data = self.http.get(f"{_API}/issue/{key}/comment", **asked).data
            page = [_comment(one) for one in _listed(data, "comments")]
            found += page
            start += len(page)
            if not page or start >= data.get("total", 0) or page[-1].created_at < since:
                return sorted((one for one in found if one.created_at >= since), key=lambda one: one.created_at)

    def create(self, title: str, body: str, marker: str) -> RemoteIssue:
        """Found again by a label: Jira indexes no words at once."""
        fields = {
            "project": {"key": self.tracker.project},
            "issuetype": {"name": self.tracker.issue_type},
            "summary": title,
            "description": document(body),
            "labels": [marker],
        }
        return self.issue(_key_of(self.http.post(f"{_API}/issue", {"fields": fields}).data))

    def comment(self, key: str, body: str, marker: str) -> str:
        """ADF hides nothing, so the marker stands below the words."""
        answer = self.http.post(f"{_API}/issue/{key}/comment", {"body": document(f"{body}\n\n{marker}")})
        return id_of(answer.data)

    def find_created(self, marker: str, since: datetime) -> RemoteIssue | None:
        asked = {"jql": f'labels = "{marker}"', "fields": _FIELDS, "maxResults": 1}
        found = _listed(self.http.get(f"{_API}/search/jql", **asked).data, "issues")
        return self._issue(found[0]) if found else None

    @understood
    def _issue(self, data: dict[str, Any]) -> RemoteIssue:
        fields = data["fields"]
        status = fields.get("status") or {}
        return RemoteIssue(
            key=data["key"],
            title=fields.get("summary") or "",
            url=f"{self.site}/browse/{data['key']}",
            state=status.get("name", ""),
            is_done=(status.get("statusCategory") or {}).get("key") == "done",
            assignee=(fields.get("assignee") or {}).get("displayName", ""),
            changed_at=moment(fields["updated"]),
        )


def _listed(data: dict[str, Any], name: str) -> list[Any]:
    """Nothing at all is an empty list."""
    found = data.get(name) or []
    if not isinstance(found, list):
        raise Strange
    return found


@understood
def _key_of(made: dict[str, Any]) -> str:
    return str(made["key"])


@understood
def _comment(data: dict[str, Any]) -> RemoteComment:
    author = data.get("author") or {}
    return RemoteComment(
        str(data["id"]), author.get("displayName", ""), text_of(data.get("body")), moment(data["created"])
    )
