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
    expected = CASES[name].expected
    found = {field: _plainly(told[field], expected[field], field) for field in expected}
    assert found == expected


def _plainly(value, expected, field):
    """Attachments by name and kind, and whether they stand in the words where the case says so, and how large they are."""
    if field != "attachments":
        return value
    said = len(expected[0]) if expected else 2
    return [(one["filename"], one["content_type"], one["inline"], one["size"])[:said] for one in value]


def test_the_corpus_is_large_and_varied():
    assert len(CASES) >= 300
