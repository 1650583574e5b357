"""Trackers as their vendors describe them, served over HTTP within the test: each refuses what the real one would.

One in-memory project; `GitHubServer`, `GitLabServer` and `JiraServer` differ in paths, headers, bodies and answers.
"""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "s3cret-token"
ACCOUNT = "bot@example.com"
PROJECT = {"github": "acme/app", "gitlab": "acme/team/app", "jira": "APP"}


class Answer(Exception):
    """Raised by a route to answer at once."""

    def __init__(self, status: int, data: Any = None, **headers: str) -> None:
        self.status, self.data, self.headers = status, data, headers


class VendorServer:
    """`trouble`: answers (status, headers, perhaps a `message`) for the next requests instead. `seen`: (method, path)."""

    kind = ""
    page_size = 100

    def __init__(self) -> None:
        self.issues: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.trouble: list[tuple[int, dict[str, str]]] = []
        self.lose_answer = False  # does it, but the connection breaks before the answer
        self.seen: list[tuple[str, str]] = []
        self.problems: list[str] = []  # what the published description forbids
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.next_id = 1000
        self._start()

    # What a tester does in the tracker's own screens.

    def add_issue(self, title: str = "Crash on save", **fields: Any) -> str:
        key = self.key_of(len(self.issues) + 1)
        self.issues[key] = {
            "title": title,
            "body": "",
            "done": False,
            "who": "",
            "at": self.tick(),
            "labels": [],
            **fields,
        }
        self.comments[key] = []
        return key

    def finish(self, key: str, *, done: bool = True) -> None:
        self.issues[key] |= {"done": done, "at": self.tick()}

    def say(self, key: str, text: str, who: str = "octocat") -> None:
        self.next_id += 1
        at = self.tick()
        self.comments[key].append({"id": self.next_id, "text": text, "who": who, "at": at})
        self.issues[key]["at"] = at

    def tick(self) -> datetime:
        self.now = max(self.now + timedelta(seconds=1), datetime.now(UTC).replace(microsecond=0))
        return self.now

    def key_of(self, number: int) -> str:
        return str(number)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    # Serving.

    def route(self, method: str, path: str, asked: dict[str, str], body: Any, headers: Any) -> Any:
        raise NotImplementedError

    def need(self, holds: bool, what: str) -> None:
        if not holds:
            self.problems.append(what)
            raise Answer(422, {"message": f"Validation Failed: {what}"})

    def _start(self) -> None:
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            disable_nagle_algorithm = True

            def _serve(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urlsplit(self.path)
                vendor.seen.append((self.command, parts.path))
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                try:
                    if vendor.trouble:
                        status, extra = vendor.trouble.pop(0)
                        words = {"message": extra.get("message", "no")}
                        raise Answer(status, words, **{name: extra[name] for name in extra if name != "message"})
                    body = json.loads(raw) if raw else None
                    if raw and "json" not in self.headers.get("Content-Type", ""):
                        vendor.need(False, "a body must be JSON")
                    status, data, extra = vendor.route(self.command, parts.path, asked, body, self.headers)
                except Answer as answer:
                    status, data, extra = answer.status, answer.data, answer.headers
                if vendor.lose_answer and self.command == "POST":
                    vendor.lose_answer = False
                    self.close_connection = True
                    self.connection.close()
                    return
                content = b"" if data is None else json.dumps(data).encode()
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _serve

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def changed_since(self, since: datetime) -> list[str]:
        found = [key for key, issue in self.issues.items() if issue["at"] >= since]
        return sorted(found, key=lambda key: self.issues[key]["at"])

    def found(self, key: str) -> str:
        if key not in self.issues:
            raise Answer(404, {"message": "Not Found"})
        return key


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class GitHubServer(VendorServer):
    """https://docs.github.com/en/rest/issues (2022-11-28)"""

    kind = "github"

    def route(self, method, path, asked, body, headers):
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Answer(401, {"message": "Bad credentials"})
        self.need(headers.get("Accept") == "application/vnd.github+json", "Accept")
        self.need(headers.get("X-GitHub-Api-Version") == "2022-11-28", "version")
        self.need(bool(headers.get("User-Agent")), "User-Agent")
        if not path.startswith("/repos/acme/app"):
            raise Answer(404, {"message": "Not Found"})
        rest = path.removeprefix("/repos/acme/app").strip("/").split("/")
        if rest == [""]:
            return 200, {"full_name": "acme/app", "has_issues": True}, {}
        if rest == ["issues"] and method == "POST":
            self.need(isinstance(body.get("title"), str) and bool(body["title"]), "title")
            self.need(set(body) <= {"title", "body", "labels", "assignees", "milestone"}, "unknown field")
            key = self.add_issue(body["title"], body=body.get("body", ""))
            return 201, self.issue(key), {}
        if rest == ["issues"]:
            since = datetime.fromisoformat(asked["since"])
            keys = self.changed_since(since)
            if asked.get("sort") == "created":
                keys = sorted(self.issues, key=int, reverse=True)
            self.need(asked.get("state") == "all", "state")
            return self.page([self.issue(key) for key in keys], asked, path)
        if rest[0] == "issues" and len(rest) == 2:
            return 200, self.issue(self.found(rest[1])), {}
        if rest[0] == "issues" and rest[2:] == ["comments"]:
            key = self.found(rest[1])
            if method == "POST":
                self.need(set(body) == {"body"} and bool(body["body"]), "body")
                self.say(key, body["body"], who="our-bot")
                return 201, self.comment(self.comments[key][-1]), {}
            since = datetime.fromisoformat(asked["since"])
            rows = [self.comment(one) for one in self.comments[key] if one["at"] >= since]
            return self.page(rows, asked, path)
        raise Answer(404, {"message": "Not Found"})

    def page(self, rows, asked, path):
        self.need(1 <= int(asked.get("per_page", 30)) <= 100, "per_page")
        number = int(asked.get("page", 1))
        start = (number - 1) * self.page_size
        headers = {}
        if start + self.page_size < len(rows):
            query = "&".join(f"{name}={value}" for name, value in {**asked, "page": number + 1}.items())
            headers["Link"] = f'<{self.base}{path}?{query}>; rel="next"'
        return 200, rows[start : start + self.page_size], headers

    def issue(self, key):
        one = self.issues[key]
        return {
            "id": 5_000 + int(key),
            "number": int(key),
            "title": one["title"],
            "body": one["body"],
            "html_url": f"https://github.com/acme/app/issues/{key}",
            "state": "closed" if one["done"] else "open",
            "state_reason": one.get("reason", "completed") if one["done"] else None,
            "assignee": {"login": one["who"]} if one["who"] else None,
            "assignees": [{"login": one["who"]}] if one["who"] else [],
            "created_at": stamp(one["at"]),
            "updated_at": stamp(one["at"]),
            **({"pull_request": {}} if one.get("is_pull") else {}),
        }

    def comment(self, one):
        return {"id": one["id"], "body": one["text"], "user": {"login": one["who"]}, "created_at": stamp(one["at"])}


class GitLabServer(VendorServer):
    """https://docs.gitlab.com/api/issues/ and /api/notes/"""

    kind = "gitlab"

    def route(self, method, path, asked, body, headers):
        if headers.get("PRIVATE-TOKEN") != TOKEN:
            raise Answer(401, {"message": "401 Unauthorized"})
        start, _sign, rest = path.partition("/api/v4/projects/")
        self.need(start == "", "path")
        project, *parts = rest.split("/")
        self.need("/" not in project, "the project's path must be encoded")
        if unquote(project) != "acme/team/app":
            raise Answer(404, {"message": "404 Project Not Found"})
        if not parts:
            return 200, {"path_with_namespace": "acme/team/app", "issues_access_level": "enabled"}, {}
        if parts == ["issues"] and method == "POST":
            self.need(bool(body.get("title")), "title")
            self.need(set(body) <= {"title", "description", "labels", "assignee_ids", "confidential"}, "unknown field")
            return 201, self.issue(self.add_issue(body["title"], body=body.get("description", ""))), {}
        if parts == ["issues"]:
            since = datetime.fromisoformat(asked.get("updated_after") or asked["created_after"])
            rows = [self.issue(key) for key in self.changed_since(since)]
            self.need(asked["order_by"] in ("updated_at", "created_at"), "order_by")
            return self.page(rows[::-1] if asked["sort"] == "desc" else rows, asked)
        if len(parts) == 2:
            return 200, self.issue(self.found(parts[1])), {}
        key = self.found(parts[1])
        self.need(parts[2] == "notes", "path")
        if method == "POST":
            self.need(set(body) == {"body"} and bool(body["body"]), "body")
            self.say(key, body["body"], who="Our Bot")
            return 201, self.note(self.comments[key][-1]), {}
        rows = [self.note(one) for one in self.comments[key]]
        return self.page(rows[::-1] if asked["sort"] == "desc" else rows, asked)

    def page(self, rows, asked):
        number = int(asked.get("page", 1))
        start = (number - 1) * self.page_size
        more = str(number + 1) if start + self.page_size < len(rows) else ""
        return 200, rows[start : start + self.page_size], {"X-Next-Page": more, "X-Page": str(number)}

    def issue(self, key):
        one = self.issues[key]
        return {
            "id": 7_000 + int(key),
            "iid": int(key),
            "title": one["title"],
            "description": one["body"],
            "web_url": f"https://gitlab.com/acme/team/app/-/issues/{key}",
            "state": "closed" if one["done"] else "opened",
            "assignees": [{"id": 3, "name": one["who"], "username": one["who"]}] if one["who"] else [],
            "moved_to_id": one.get("moved_to"),
            "created_at": stamp(one["at"]),
            "updated_at": one["at"].strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }

    def note(self, one):
        return {
            "id": one["id"],
            "body": one["text"],
            "author": {"name": one["who"], "username": one["who"]},
            "system": one.get("system", False),
            "created_at": one["at"].strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }


class JiraServer(VendorServer):
    """https://developer.atlassian.com/cloud/jira/platform/rest/v3/"""

    kind = "jira"

    def key_of(self, number):
        return f"APP-{number}"

    def route(self, method, path, asked, body, headers):
        expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if headers.get("Authorization") != f"Basic {expected}":
            raise Answer(401, {"errorMessages": ["Client must be authenticated to access this resource."]})
        parts = path.removeprefix("/rest/api/3/").split("/")
        if parts == ["project", "APP"]:
            return 200, {"key": "APP", "name": "App"}, {}
        if parts == ["search", "jql"]:
            return self.search(asked)
        if parts == ["issue"] and method == "POST":
            return self.create(body)
        if parts[0] == "issue" and len(parts) == 2:
            return 200, self.issue(self.found(parts[1])), {}
        if parts[0] == "issue" and parts[2:] == ["comment"]:
            return self.talk(method, self.found(parts[1]), asked, body)
        raise Answer(404, {"errorMessages": ["No project could be found"]})

    def search(self, asked):
        jql = asked["jql"]
        if jql.startswith("labels"):
            wanted = jql.split('"')[1]
            keys = [key for key, one in self.issues.items() if wanted in one["labels"]]
        else:
            self.need(jql.startswith('project = "APP" AND updated >= -'), "jql")
            minutes = int(jql.split(">= -")[1].split("m")[0])
            keys = self.changed_since(datetime.now(UTC) - timedelta(minutes=minutes))
        start = int(asked.get("nextPageToken", 0))
        rows = [self.issue(key) for key in keys[start : start + self.page_size]]
        more = start + self.page_size < len(keys)
        return (
            200,
            {"issues": rows, "isLast": not more, **({"nextPageToken": str(start + self.page_size)} if more else {})},
            {},
        )

    def create(self, body):
        fields = body["fields"]
        self.need(fields["project"] == {"key": "APP"} and bool(fields["issuetype"]["name"]), "fields")
        self.need(0 < len(fields["summary"]) <= 255 and "\n" not in fields["summary"], "summary")
        self.need_document(fields["description"])
        self.need(all(" " not in label for label in fields["labels"]), "labels")
        key = self.add_issue(fields["summary"], labels=fields["labels"], body=fields["description"])
        return 201, {"id": "10001", "key": key, "self": f"{self.base}/rest/api/3/issue/10001"}, {}

    def talk(self, method, key, asked, body):
        if method == "POST":
            self.need_document(body["body"])
            self.say(key, body["body"], who="Our Bot")
            return 201, self.comment(self.comments[key][-1]), {}
        rows = [self.comment(one) for one in self.comments[key]][::-1]
        start = int(asked["startAt"])
        self.need(asked["orderBy"] == "-created", "orderBy")
        page = rows[start : start + self.page_size]
        return 200, {"startAt": start, "maxResults": self.page_size, "total": len(rows), "comments": page}, {}

    def need_document(self, document):
        self.need(document.get("type") == "doc" and document.get("version") == 1, "document")
        texts = ("paragraph", "heading")
        for block in document["content"]:
            self.need(block["type"] in (*texts, "bulletList"), block["type"])
            if block["type"] in texts:
                self.need(all(one["type"] == "text" and one["text"] for one in block["content"]), "empty text")

    def issue(self, key):
        one = self.issues[key]
        return {
            "id": "10001",
            "key": one.get("moved_to", key),
            "fields": {
                "summary": one["title"],
                "status": {
                    "name": "Done" if one["done"] else "In Progress",
                    "statusCategory": {"key": "done" if one["done"] else "indeterminate"},
                },
                "assignee": {"displayName": one["who"]} if one["who"] else None,
                "updated": one["at"].strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            },
        }

    def comment(self, one):
        text = one["text"]
        body = (
            text
            if isinstance(text, dict)
            else {
                "type": "doc",
                "version": 1,
                "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
            }
        )
        return {
            "id": str(one["id"]),
            "author": {"displayName": one["who"]},
            "body": body,
            "created": one["at"].strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        }


SERVERS = {server.kind: server for server in (GitHubServer, GitLabServer, JiraServer)}
