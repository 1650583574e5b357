"""At most so many mails a minute to one receiving domain, some with a number of their own: big providers refuse who comes faster.

Each mail is given its turn once, in the order in which mails are taken up, and waits for it as a mail that is tried again
waits: by `due_at`. So nothing is lost, and a worker that waits sends to other domains meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from accounts.general import general
from outbox.models import OutboundEmail

# A turn is taken up to ten seconds late, by the next sweep: so that no sixty seconds see more, turns lie further apart.
_WINDOW = 70  # seconds
_TAKE_TURN = """
INSERT INTO outbox_domainpace AS pace (domain, turns)
SELECT domain, ARRAY[statement_timestamp()] FROM unnest(%(domains)s::text[]) AS domain ORDER BY domain
ON CONFLICT (domain) DO UPDATE SET turns =
    CASE WHEN cardinality(pace.turns) < %(most)s THEN pace.turns || statement_timestamp()
    ELSE pace.turns[cardinality(pace.turns) - %(most)s + 2 :]
        || greatest(statement_timestamp(), pace.turns[cardinality(pace.turns) - %(most)s + 1] + %(window)s * interval '1 s')
    END
RETURNING domain, turns[cardinality(turns)], turns[cardinality(turns)] > statement_timestamp()
"""
_WAIT = """
UPDATE outbox_outboundemail SET due_at = %s, paced_for = %s, attempts = attempts - 1, claimed_until = NULL
WHERE id = %s AND claimed_until = %s
"""


def waits_its_turn(email: OutboundEmail, addresses: Iterable[str]) -> bool:
    """Whether a mail that we claimed is put off until its turn. Asks nothing where no pace is set, or it had to wait already."""
    limits = general()
    if email.paced_for or not (limits.mails_a_minute or limits.domain_paces):
        return False
    by_pace: dict[int, list[str]] = {}
    for domain in sorted({address.rpartition("@")[2].lower() for address in addresses}):
        by_pace.setdefault(limits.domain_paces.get(domain, limits.mails_a_minute), []).append(domain)
    late = [turn for most, domains in by_pace.items() if most for turn in _late_turns(domains, most)]
    if not late:
        return False
    turn, domain = max(late)
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [turn, domain, email.pk, email.claimed_until])
    return True


def _late_turns(domains: list[str], most: int) -> list[tuple[datetime, str]]:
    """Of each domain a turn; those that are still to come."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN, {"domains": domains, "most": most, "window": _WINDOW})
        return [(turn, domain) for domain, turn, is_late in cursor.fetchall() if is_late]
