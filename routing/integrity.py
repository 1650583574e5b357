"""What `manage.py check_integrity` asks of rules: they are what their newest version says, and events name rules that exist."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

_VERSIONS = """
SELECT r.id, r.name, r.version, v.number FROM routing_rule r
LEFT JOIN routing_ruleversion v ON v.rule_id = r.id AND v.number = r.version
WHERE v.id IS NULL OR (r.name, r.description, r.state, r."when", r.conditions, r.effects)
    IS DISTINCT FROM (v.name, v.description, v.state, v."when", v.conditions, v.effects)
   OR r.version <> (SELECT count(*) FROM routing_ruleversion c WHERE c.rule_id = r.id) LIMIT %s
"""
_EVENTS = """
SELECT e.ticket_id, e.seq, e.data->>'by_rule' FROM tickets_event e
LEFT JOIN routing_rule r ON r.id = (e.data->>'by_rule')::bigint
WHERE e.data ? 'by_rule' AND (r.id IS NULL OR e.actor_kind <> 'rule') LIMIT %s
"""


def check_rules() -> Iterator[str]:
    """Rules are what their newest version says"""
    for pk, name, version, found in _rows(_VERSIONS):
        yield (
            f"rule {pk} ({name}): version {version}" + ("" if found else " is not there") + " is not what the rule says"
        )


def check_events_of_rules() -> Iterator[str]:
    """What rules did names the rule"""
    for number, seq, rule in _rows(_EVENTS):
        yield f"#{number}: event {seq} names the rule {rule}, which is not there or did not act"


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
