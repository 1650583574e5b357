"""The corpus: more than three hundred messages of old and new programs, each read by the pipeline as `explain_mail` tells it."""

from collections.abc import Iterator

import pytest

from mail.explaining import AssumedMailbox, Explainer
from tests.mail.corpus.cases import CASES


@pytest.fixture(scope="module")
def explainer() -> Iterator[Explainer]:
    explainer = Explainer(AssumedMailbox("support@example.com"), has_database=False)
    yield explainer
    explainer.close()


@pytest.mark.parametrize("name", CASES)
def test_the_message_is_read_as_it_was_meant(name, explainer):
    told = explainer.explain(CASES[name].raw)
    found = {field: _plainly(told[field], field) for field in CASES[name].expected}
    assert found == CASES[name].expected


def _plainly(value, field):
    """Attachments by name and kind: how large they are says nothing more here."""
    return [(one["filename"], one["content_type"]) for one in value] if field == "attachments" else value


def test_the_corpus_is_large_and_varied():
    assert len(CASES) >= 300
