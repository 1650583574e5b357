"""GitLab, also one's own: REST API v4."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

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
from integrations.clients.http import Answer, Http
from integrations.clients.times import iso, moment
from integrations.models import Tracker

_PAGE = 100


class GitLab(Client):
    def __init__(self, tracker: Tracker) -> None:
        super().__init__(tracker)
        self.http = Http(
            f"{tracker.base.rstrip('/')}/api/v4", {"PRIVATE-TOKEN": tracker.token} if tracker.token else {}
        )
        self.path = f"/projects/{quote(tracker.project, safe='')}"

    def check(self) -> None:
        data = self.http.get(self.path).data
        if "path_with_namespace" not in data:
            raise Strange
        if data.get("issues_access_level") == "disabled":
            raise NotLetIn(_("This project has its issues switched off."))

    def issue(self, key: str) -> RemoteIssue:
        return _issue(self.http.get(f"{self.path}/issues/{key}").data)

    def changed_since(self, since: datetime) -> Iterator[list[RemoteIssue]]:
        asked = {"updated_after": iso(since), "order_by": "updated_at", "sort": "asc", "scope": "all"}
        for answer in self._pages(f"{self.path}/issues", asked):
            yield [_issue(one) for one in answer.data]

    def comments(self, key: str, since: datetime) -> list[RemoteComment]:
        """Newest first there, so that old ones need not be read; what the system wrote ("closed this") is no comment."""
        found: list[RemoteComment] = []
        asked = {"order_by": "created_at", "sort": "desc"}
        for answer in self._pages(f"{self.path}/issues/{key}/notes", asked):
            found += [_comment(one) for one in answer.data if not one.get("system")]
            if any(_comment(one).created_at < since for one in answer.data):
                break
        return sorted((one for one in found if one.created_at >= since), key=lambda one: one.created_at)

    def create(self, title: str, body: str, marker: str) -> RemoteIssue:
        sent = {"title": title, "description": hidden_mark(body, marker)}
        return _issue(self.http.post(f"{self.path}/issues", sent).data)

    def comment(self, key: str, body: str, marker: str) -> str:
        answer = self.http.post(f"{self.path}/issues/{key}/notes", {"body": hidden_mark(body, marker)})
        return id_of(answer.data)

    def find_created(self, marker: str, since: datetime) -> RemoteIssue | None:
        asked = {"created_after": iso(since), "order_by": "created_at", "sort": "desc", "scope": "all"}
        found = self.http.get_list(f"{self.path}/issues", per_page=_PAGE, **asked).data
        return next((_issue(one) for one in found if marker in (one.get("description") or "")), None)

    def _pages(self, path: str, asked: dict[str, str]) -> Iterator[Answer]:
        page = "1"
        while page:
            answer = self.http.get_list(path, per_page=_PAGE, page=page, **asked)
            yield answer
            page = answer.headers.get("X-Next-Page", "")


@understood
def _issue(data: dict[str, Any]) -> RemoteIssue:
    is_done = data["state"] == "closed"
    state = "Moved" if data.get("moved_to_id") else "Closed" if is_done else "Open"
    return RemoteIssue(
        key=str(data["iid"]),
        title=data["title"],
        url=data["web_url"],
        state=state,
        is_done=is_done,
        assignee=", ".join(one["name"] for one in data.get("assignees") or ()),
        changed_at=moment(data["updated_at"]),
    )


@understood
def _comment(data: dict[str, Any]) -> RemoteComment:
    author = data.get("author") or {}
    return RemoteComment(str(data["id"]), author.get("name", ""), data.get("body") or "", moment(data["created_at"]))
