"""The OpenAPI document says the truth: schemathesis, which believes every word of it, finds nothing."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from schemathesis import Case, HookContext
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import CheckNode
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.specs.openapi.schemas import OpenApiSchema

from accounts.tokens import make_token, scopes_for
from helpdesk.api.fields import SOMETHING
from helpdesk.api.schema import IF_MATCH
from tests.factories import MailboxFactory, OrganizationFactory, make_macro, make_ticket
from tests.plugins.patience import PATIENT_SECONDS
from tickets.actions import add_note, save_draft
from tickets.content import Body
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _populated(customer, other_customer, agent, agent_l2, lead, settings):
    settings.API_RATE_LIMIT = settings.API_ANONYMOUS_RATE_LIMIT = 0
    MailboxFactory()
    OrganizationFactory()
    tickets = [make_ticket(requester=person, tags=["printer"]) for person in (customer, customer, other_customer)]
    make_macro(html="<p>Hi {{ requester.first_name }}</p>", priority=3, owner=lead)
    add_note(tickets[0], actor=agent, body=Body.from_text("@Lena Vogt"))
    save_draft(tickets[0], actor=lead, kind=MessageKind.PUBLIC, html="<p>Soon.</p>", seen_seq=2)


@pytest.fixture
def _answers_at_once(monkeypatch):
    """Head and body of an answer are two packets: the second would wait 40 ms for word of the first, eight thousand times."""
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)


@pytest.mark.usefixtures("_populated", "_answers_at_once")
@pytest.mark.parametrize(("role", "phase"), [("lead", "coverage"), ("customer", "fuzzing")])
def test_schemathesis_finds_nothing(role, phase, request, live_server):
    person = request.getfixturevalue(role)
    _token, secret = make_token(person, name="schemathesis", scopes=scopes_for(person))
    schema = schema_at(live_server.url, phase, f"Bearer {secret}")

    failures, tested = findings(schema)

    assert not failures, "\n\n".join(failures)
    assert tested == {operation.ok().label for operation in schema.get_all_operations()}


def test_the_document_is_valid_and_made_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_document_is_there_for_everybody(client):
    document = json.loads(client.get("/api/schema/").content)

    assert document["info"]["title"] == "Helpdesk API"
    assert "/api/v1/tickets/{number}/assign/" in document["paths"]


def schema_at(address: str, phase: str, authorization: str) -> OpenApiSchema:
    """Without ending a token: the first one found is the one that asks."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 11,
            "headers": {"Authorization": authorization},
            "request-timeout": PATIENT_SECONDS,
            "generation": {"deterministic": True, "no-shrink": True, "max-examples": 3},
            "phases": {
                name: {"enabled": name == phase, **more}
                for name, more in (
                    ("examples", {}),
                    ("coverage", {"unexpected-methods": ["put"]}),
                    ("fuzzing", {}),
                    ("stateful", {}),
                )
            },
            "suppress-health-check": ["too_slow"],  # says more of the machine than of the document
            "cache": {"enabled": False},  # what an earlier run found decides nothing
        }
    )
    asked.clear()
    schema = schemathesis.openapi.from_url(f"{address}/api/schema/", config=config, timeout=PATIENT_SECONDS)
    return schema.exclude(operation_id="revoke_token")


@schemathesis.hook
def before_load_schema(_context: HookContext, raw_schema: dict[str, Any]) -> None:
    """Something visible in a text of up to n characters, said so that schemathesis leaves it alone.

    It makes one pattern of a simple one and a length, `[…]{1,500000}`, which its engine compiles for a second and refuses: then
    operations with texts were asked six questions instead of two hundred, and took most of the time.
    """
    for part in parts_of(raw_schema):
        if part.get("pattern") == SOMETHING:
            part["pattern"] = f"{SOMETHING}|{SOMETHING}"


# Of one kind of question so many about each part of an operation. Three in four are about the types and lengths of the fields of
# bodies, which are checked in one place (helpdesk/api/fields.py); ALL_QUESTIONS=1 asks them all.
MOST_OF_A_KIND = 1
asked: dict[tuple[object, ...], set[str]] = defaultdict(set)


@schemathesis.hook
def filter_case(_context: HookContext, case: Case) -> bool:
    """The same question about the same value of an operation is asked once and not with each of a list's six hundred words."""
    about = case.meta.phase.data if case.meta else None
    if not isinstance(about, CoveragePhaseData):
        return True
    kind = asked[case.operation.label, about.scenario, about.parameter_location, about.parameter]
    if about.description in kind or (len(kind) >= MOST_OF_A_KIND and "ALL_QUESTIONS" not in os.environ):
        return False
    kind.add(about.description)
    return True


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts_of(child)


def findings(schema: OpenApiSchema) -> tuple[list[str], set[str]]:
    """What schemathesis objects to, with all of its checks as they come, and the operations it called."""
    failures: dict[str, str] = {}
    tested = set()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            failures.setdefault(f"{event.label} {event.value!r}"[:80], f"{event.label}: {event.value!r}")
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.ScenarioFinished) and event.recorder.interactions:
            tested.add(event.label)
            failures |= dict(failed_checks(event))
    return list(failures.values()), tested


def failed_checks(event: events.ScenarioFinished):
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.status == Status.FAILURE and not is_mistaken(check, event.recorder.cases[case_id].value):
                failure = check.failure_info.failure
                sample = event.recorder.cases[case_id].value.as_curl_command()
                answer = event.recorder.interactions[case_id].response
                body = answer.content[:400] if answer else b""
                yield (
                    f"{event.label} {failure.title}",
                    f"{event.label}: {failure.title}\n{failure.message}\n{sample}\n{body!r}",
                )


def is_mistaken(check: CheckNode, case: Case) -> bool:
    """It asks with `If-Match: 0` and calls that valid, though the document wants quotes; then the refusal is right."""
    etag = (case.headers or {}).get("If-Match")
    return (
        check.name == "positive_data_acceptance" and etag is not None and not re.search(IF_MATCH.type["pattern"], etag)
    )
