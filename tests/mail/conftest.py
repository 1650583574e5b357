"""Mails go in as they do in life: into the ledger, through the worker's loop, by the verbs."""

from collections.abc import Callable

import pytest

from mail.models import InboundEmail
from mail.processing import process_batch
from mail.receiving import store
from tests.mail import corpus


@pytest.fixture
def receive(mailbox) -> Callable[..., InboundEmail]:
    """`receive(raw)` or `receive(Subject="…", body="…")`: stored and worked off; the ledger's row comes back."""

    def take(raw: bytes | None = None, *, to: str = "support@example.com", body: str = "Hello, help.", **headers: str):
        raw = raw if raw is not None else corpus.plain(body, To=to, **headers)
        row = store(raw, headers.get("From", ""), [to], "test")
        process_batch(1000)
        row.refresh_from_db()
        return row

    return take
