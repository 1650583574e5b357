"""What the receiving server says of DMARC, in the words of the large ones."""

import pytest

from mail.models import InboundState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=example.net",
        "dmarc=fail action=quarantine header.from=example.net",
        "dmarc=fail action=oreject header.from=example.net;compauth=fail reason=000",
        "spf=pass; dmarc=fail header.from=example.net policy.dmarc=quarantine",
        "dmarc=fail header.from=example.net policy.published-domain-policy=reject",
        'dmarc=fail reason="SPF not aligned (relaxed); DKIM not aligned" header.from=example.net (policy=reject)',
        "dmarc = fail ( p = reject )",
        "dmarc=fail (domain policy: reject)",
    ],
)
def test_a_failure_that_the_domain_wants_refused_is_quarantine(receive, result):
    assert receive(Authentication_Results=f"mx.example.com; {result}").state == InboundState.QUARANTINED


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass (p=REJECT)",
        "dmarc=fail (p=NONE sp=QUARANTINE dis=NONE)",
        "dmarc=fail action=none header.from=example.net",
        "dmarc=fail header.from=example.net; dkim=pass (p=reject)",
        "dmarc=bestguesspass action=none",
    ],
)
def test_any_other_result_is_none(receive, result):
    assert receive(Authentication_Results=f"mx.example.com; {result}").state == InboundState.CREATED
