"""The OpenAPI document says the truth: schemathesis, which believes every word of it, finds nothing."""

import json

import pytest
import schemathesis
from django.core.management import call_command
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from accounts.tokens import make_token, scopes_for
from tests.factories import MailboxFactory, OrganizationFactory, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _populated(customer, other_customer, agent, agent_l2, lead, settings):
    settings.API_RATE_LIMIT = settings.API_ANONYMOUS_RATE_LIMIT = 0
    MailboxFactory()
    OrganizationFactory()
    for person in (customer, customer, other_customer):
        make_ticket(requester=person, tags=["printer"])


@pytest.mark.usefixtures("_populated")
@pytest.mark.parametrize(("role", "phase"), [("lead", "coverage"), ("customer", "fuzzing")])
def test_schemathesis_finds_nothing(role, phase, request, live_server):
    person = request.getfixturevalue(role)
    _token, secret = make_token(person, name="schemathesis", scopes=scopes_for(person))

    failures, tested = findings(live_server.url, phase, f"Bearer {secret}")

    assert not failures, "\n\n".join(failures)
    assert tested == operations(live_server.url)


def test_the_document_is_valid_and_made_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_document_is_there_for_everybody(client):
    document = json.loads(client.get("/api/schema/").content)

    assert document["info"]["title"] == "Helpdesk API"
    assert "/api/v1/tickets/{number}/assign/" in document["paths"]


def findings(address: str, phase: str, authorization: str) -> tuple[list[str], set[str]]:
    """What schemathesis objects to, with all of its checks as they come, and the operations it called."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 11,
            "headers": {"Authorization": authorization},
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
        }
    )
    schema = schema_at(address, config)
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
            if check.status == Status.FAILURE:
                failure = check.failure_info.failure
                sample = event.recorder.cases[case_id].value.as_curl_command()
                answer = event.recorder.interactions[case_id].response
                body = answer.content[:400] if answer else b""
                yield (
                    f"{event.label} {failure.title}",
                    f"{event.label}: {failure.title}\n{failure.message}\n{sample}\n{body!r}",
                )


def operations(address: str) -> set[str]:
    schema = schema_at(address)
    return {operation.ok().label for operation in schema.get_all_operations()}


def schema_at(address: str, config: SchemathesisConfig | None = None):
    """Without ending a token: the first one found is the one that asks."""
    schema = schemathesis.openapi.from_url(f"{address}/api/schema/", config=config)
    return schema.exclude(operation_id="revoke_token")
