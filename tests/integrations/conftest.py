"""A tracker of each kind, and the server that it speaks to."""

import pytest

from helpdesk import clock
from integrations.models import Tracker
from tests.integrations.vendors import ACCOUNT, PROJECT, SERVERS, TOKEN, VendorServer


@pytest.fixture
def vendor_of(settings):
    """`vendor_of(kind)`: a running server; stopped at the end."""
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    running: list[VendorServer] = []

    def start(kind: str) -> VendorServer:
        running.append(SERVERS[kind]())
        return running[-1]

    yield start
    for server in running:
        server.stop()
        assert server.problems == []


@pytest.fixture(params=["github", "gitlab", "jira"])
def vendor(request, vendor_of) -> VendorServer:
    return vendor_of(request.param)


@pytest.fixture
def github(vendor_of) -> VendorServer:
    return vendor_of("github")


def make_tracker(vendor: VendorServer, **fields) -> Tracker:
    now = clock.now()
    given = {
        "name": f"App in {vendor.kind}",
        "kind": vendor.kind,
        "base": vendor.base,
        "project": PROJECT[vendor.kind],
        "account": ACCOUNT if vendor.kind == "jira" else "",
        "token": TOKEN,
        "created_at": now,
        "due_at": now,
    }
    return Tracker.objects.create(**{**given, **fields})


@pytest.fixture
def tracker(db, vendor) -> Tracker:
    return make_tracker(vendor)
