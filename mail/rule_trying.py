"""Trying rules on a mail that is there: pasted, or a row of the ledger. Nothing is stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mail.models import InboundEmail
from mail.parser_process import ParserFailed, ParserProcess
from mail.rule_models import MailRule
from mail.rules import Headers, Ruling, holds, judged, told, told_sets
from tickets.errors import Invalid

LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What all rules that are on make of the mail; of each rule, which conditions hold."""

    ruling: Ruling
    rules: list[tuple[MailRule, list[tuple[str, bool]]]]

    @property
    def ruling_told(self) -> list[tuple[str, str]]:
        """What it sets, in words."""
        return told_sets(self.ruling.sets)


def try_rules(raw: bytes) -> Trial:
    """Raises Invalid for what is no mail."""
    if not raw.strip() or len(raw) > LARGEST:
        raise Invalid(_("Paste the source of one mail, with its headers, or write the number of one that came."))
    parser = ParserProcess()
    try:
        mail = parser.parse(raw)
    except ParserFailed as failed:
        raise Invalid(_("This mail cannot be read.")) from failed
    finally:
        parser.close()
    rules = list(MailRule.objects.filter(archived_at=None))
    headers = Headers(mail, raw)
    each = [(rule, [(told(condition), holds([condition], headers)) for condition in rule.conditions]) for rule in rules]
    return Trial(judged([rule for rule in rules if rule.is_on], mail, raw), each)


def source_of(number: int) -> bytes:
    """Of a mail in the ledger. Raises Invalid."""
    row = InboundEmail.objects.filter(pk=number).first() if 0 < number < 2**63 else None
    if row is None:
        raise Invalid(_("There is no incoming mail with this number."))
    return bytes(row.raw)
