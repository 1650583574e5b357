"""GitHub, also the Enterprise Server: REST API, version 2022-11-28."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from integrations.clients.base import (
    Client,
    NotLetIn,
    RemoteComment,
    RemoteIssue,
    Strange,
    hidden_mark,
    id_of,
    understood,
)
from integrations.clients.http import Http
from integrations.clients.times import iso, moment
from integrations.models import Tracker

_PAGE = 100


class GitHub(Client):
    def __init__(self, tracker: Tracker) -> None:
        super().__init__(tracker)
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        if tracker.token:
            headers["Authorization"] = f"Bearer {tracker.token}"
        self.http = Http(tracker.base, headers)
        self.path = f"/repos/{tracker.project}"

    def check(self) -> None:
        data = self.http.get(self.path).data
        if "full_name" not in data:
            raise Strange
        if not data.get("has_issues", True):
            raise NotLetIn(_("This repository has its issues switched off."))

    def issue(self, key: str) -> RemoteIssue:
        return _issue(self.http.get(f"{self.path}/issues/{key}").data)

    def changed_since(self, since: datetime) -> Iterator[list[RemoteIssue]]:
        asked = {"state": "all", "sort": "updated", "direction": "asc", "since": iso(since), "per_page": _PAGE}
        answer = self.http.get_list(f"{self.path}/issues", **asked)
        while True:
            yield [_issue(one) for one in answer.data if "pull_request" not in one]
            if not answer.next_url:
                return
            answer = self.http.get_list(answer.next_url)

    def comments(self, key: str, since: datetime) -> list[RemoteComment]:
        """`since` is of their last change there: an old one that was edited is left out here."""
        answer = self.http.get_list(f"{self.path}/issues/{key}/comments", since=iso(since), per_page=_PAGE)
        found = [_comment(one) for one in answer.data]
        while answer.next_url:
            answer = self.http.get_list(answer.next_url)
            found += [_comment(one) for one in answer.data]
        return [one for one in found if one.created_at >= since]

    def create(self, title: str, body: str, marker: str) -> RemoteIssue:
        return _issue(self.http.post(f"{self.path}/issues", {"title": title, "body": hidden_mark(body, marker)}).data)

    def comment(self, key: str, body: str, marker: str) -> str:
        answer = self.http.post(f"{self.path}/issues/{key}/comments", {"body": hidden_mark(body, marker)})
        return id_of(answer.data)

    def find_created(self, marker: str, since: datetime) -> RemoteIssue | None:
        asked = {"state": "all", "sort": "created", "direction": "desc", "since": iso(since), "per_page": _PAGE}
        answer = self.http.get_list(f"{self.path}/issues", **asked)
        return next((_issue(one) for one in answer.data if marker in (one.get("body") or "")), None)


@understood
def _issue(data: dict[str, Any]) -> RemoteIssue:
    assignees = data.get("assignees") or [one for one in [data.get("assignee")] if one]
    return RemoteIssue(
        key=str(data["number"]),
        title=data["title"],
        url=data["html_url"],
        state=_STATES.get((data["state"], data.get("state_reason")), data["state"].capitalize()),
        is_done=data["state"] == "closed",
        assignee=", ".join(one["login"] for one in assignees),
        changed_at=moment(data["updated_at"]),
    )


@understood
def _comment(data: dict[str, Any]) -> RemoteComment:
    user = data.get("user") or {}
    return RemoteComment(str(data["id"]), user.get("login", ""), data.get("body") or "", moment(data["created_at"]))


_STATES: dict[tuple[str, str | None], str] = {
    ("closed", "not_planned"): "Closed as not planned",
    ("closed", "duplicate"): "Closed as duplicate",
}
