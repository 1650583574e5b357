"""Damaged messages of the corpus go through the pipeline: none crashes it, hangs it, or loses a letter (100,000: `make soak`)."""

from collections.abc import Iterator

import pytest

from mail.explaining import AssumedMailbox, Explainer
from tests.mail.mutating import mutated
from tests.mail.sound import faults_of

MESSAGES = 500
GROUPS = 10


@pytest.fixture(scope="module")
def explainer() -> Iterator[Explainer]:
    explainer = Explainer(AssumedMailbox("support@example.com"), has_database=False)
    yield explainer
    explainer.close()


@pytest.mark.parametrize("group", range(GROUPS))
def test_damaged_messages_are_read_without_loss(group, explainer):
    numbers = range(group, MESSAGES, GROUPS)
    assert {number: faults for number in numbers if (faults := faults_of(explainer.explain(mutated(number))))} == {}
