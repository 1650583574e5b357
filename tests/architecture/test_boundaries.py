"""Rules of docs/architecture.md that import-linter cannot see, read from the syntax trees of all our modules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

APPS = (
    "accounts", "chat", "demo", "desk", "helpdesk", "integrations", "knowledgebase", "mail", "metrics", "outbox", "portal",
    "privacy", "routing", "search", "sla", "status", "tickets",
)  # fmt: skip
WRITES = {"create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete"}
NETWORK = {"socket", "smtplib", "imaplib", "http", "urllib", "requests", "httpx", "redis", "aiosmtpd", "anymail"}

# Where each thing may be done, as patterns of paths. Longer means: say in the commit why.
# Rows of their own beside the ticket's: what is claimed, a person, a mail that came twice.
MAY_LOCK = (
    r"tickets/locking\.py|tickets/actions/(drafts|forward_drafts|holding|merging_people)\.py|tickets/(person_merges|bulk/running)\.py"
    r"|outbox/|mail/(processing|twins)\.py|desk/notifications/|accounts/(addresses|abilities)\.py"
    r"|sla/(editing|recomputing)\.py|tickets/actions/style_guides\.py"
    # Articles, sessions, surveys and what is set for the whole desk are locked by their own verbs, as tickets are by theirs; a
    # message to customers by whoever sends it, so that two workers send it once.
    r"|knowledgebase/actions/|metrics/(actions/|surveys/)|accounts/actions/(brands|general)\.py|mail/(providers\.py|signing\.py|proactive/)"
    # A wish about one's data is carried out once, by whichever worker.
    r"|privacy/(actions|copies|erasing)\.py"
    # Two who translate a known issue at once, each into a language, keep what the other wrote.
    r"|status/actions\.py"
)
MAY_WRITE_TICKETS = r"tickets/actions/|tickets/models/|tickets/events\.py"
MAY_SEED_TICKETS = r"demo/|.*/management/commands/"  # COPY and the demo's past; checked by check_integrity
MAY_DEFER = (
    r"outbox/|mail/|search/|integrations/actions\.py|helpdesk/(nudge|live)|tickets/(live|door|person_merges|actions/bulk)"
    r"|desk/(notifications/|availability)|routing/assign\.py"
    # What a process keeps in its memory is read anew once the change can be read.
    r"|accounts/actions/(brands|general)\.py"
    # Workers are nudged to what was asked for.
    r"|knowledgebase/actions/(language_model|answer_drafts|help_answers)\.py|privacy/actions\.py"
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(), name)


MODULES = list(modules())


def calls(tree: ast.Module, name: str) -> list[int]:
    """Lines of calls `x.name(…)` and `name(…)`."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name in (getattr(node.func, "attr", None), getattr(node.func, "id", None))
    ]


def writes_of(tree: ast.Module, model: str) -> list[int]:
    """Lines of `Model.objects.….write(…)` and `Model(…).save()`."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr in WRITES and root_name(node.func) == f"{model}.objects")
            or (node.func.attr == "save" and root_name(node.func) == f"{model}()")
        )
    ]


def root_name(node: ast.expr) -> str:
    """`Ticket.objects` of `Ticket.objects.filter(…).update`, `Ticket()` of `Ticket(…).save`."""
    while isinstance(node, ast.Attribute | ast.Call):
        inner = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(inner, ast.Name):
            return f"{inner.id}()" if isinstance(node, ast.Call) else f"{inner.id}.{node.attr}"
        node = inner
    return ""


def imported_roots(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def offences(find, allowed: str) -> list[str]:
    return [f"{name}:{line}" for name, tree in MODULES if not re.match(allowed, name) for line in find(tree)]


def test_only_the_lock_module_and_the_claiming_code_lock_rows():
    assert offences(lambda tree: calls(tree, "select_for_update"), MAY_LOCK) == []


def test_only_verbs_write_tickets():
    allowed = f"{MAY_WRITE_TICKETS}|{MAY_SEED_TICKETS}"

    for model in ("Ticket", "Event", "Message", "Escalation"):
        assert offences(lambda tree, model=model: writes_of(tree, model), allowed) == []


def test_only_what_nudges_or_publishes_waits_for_the_commit():
    assert offences(lambda tree: calls(tree, "on_commit"), MAY_DEFER) == []


def said_at_import(tree: ast.Module) -> list[int]:
    """Lines outside of functions that translate at once: whoever reads it later gets it in the language of the start."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ("gettext", "ngettext", "pgettext", "npgettext")
    }

    def lines(node: ast.AST) -> Iterator[int]:
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in names:
                yield inner.lineno
            if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                yield from lines(inner)

    return list(lines(tree))


def test_what_is_said_is_translated_for_whoever_reads_it():
    assert offences(said_at_import, r"$") == []


def test_listeners_never_talk_to_the_network():
    listeners = [(name, tree) for name, tree in MODULES if name.endswith("/listener.py")]

    assert [(name, imported_roots(tree) & NETWORK) for name, tree in listeners if imported_roots(tree) & NETWORK] == []


def test_every_listener_of_the_settings_is_a_module_with_on_event():
    defined = {
        name.removesuffix(".py").replace("/", "."): {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        for name, tree in MODULES
    }

    for listener in settings.TICKET_LISTENERS:
        assert "on_event" in defined.get(listener, set()), listener


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("Ticket.objects.filter(pk=1).update(status='new')", True),
        ("Ticket.objects.create()", True),
        ("Ticket(subject='x').save()", True),
        ("Ticket.objects.filter(pk=1).first()", False),
        ("Draft.objects.create()", False),
    ],
)
def test_the_search_for_writes_finds_them(source, is_found):
    assert bool(writes_of(ast.parse(source), "Ticket")) is is_found
