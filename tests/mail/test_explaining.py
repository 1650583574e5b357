"""`manage.py explain_mail`: what the pipeline makes of a message, where nothing but the program is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from mail.management.commands.explain_mail import messages_of
from tests.mail import corpus

ROOT = Path(__file__).resolve().parents[2]
KEYS = [
    "file", "outcome", "reason", "from_email", "from_name", "to", "cc", "subject", "body_text", "reply_text", "quoted_text",
    "signature", "attachments", "message_id", "in_reply_to", "references", "is_auto", "is_bounce", "language", "warnings",
    "seconds",
]  # fmt: skip


def run(*arguments: str, stdin: bytes = b"") -> tuple[list[dict], subprocess.CompletedProcess]:
    """In a process of its own without settings, database or Redis."""
    environment = {"PATH": os.environ["PATH"], "HELPDESK_DATA_DIR": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "manage.py", "explain_mail", *arguments],
        cwd=ROOT, env=environment, input=stdin, capture_output=True, check=False,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.decode().splitlines()], done


def test_without_anything_else_it_tells_each_message_in_order(tmp_path):
    (tmp_path / "a.eml").write_bytes(corpus.plain("It works.\n\nOn 2 Nov 2026 Bob wrote:\n> earlier"))
    (tmp_path / "b.eml").write_bytes(corpus.bounce("abc@example.com"))
    (tmp_path / "c.eml").write_bytes(b"To: support@example.com\n\nwho am I?")
    files = [str(tmp_path / name) for name in ("c.eml", "a.eml", "b.eml")]

    lines, done = run(*files)

    assert done.returncode == 0, done.stderr
    assert [line["file"] for line in lines] == files
    assert [(line["outcome"], line["reason"]) for line in lines] == [
        ("quarantined", "no_sender"),
        ("created", ""),
        ("ignored", "bounce"),
    ]
    assert list(lines[1]) == KEYS
    assert (lines[1]["reply_text"], lines[1]["quoted_text"]) == ("It works.", "On 2 Nov 2026 Bob wrote:\n> earlier")
    assert (lines[2]["is_auto"], lines[2]["is_bounce"]) == (True, True)


def test_a_message_on_standard_input_and_another_mailbox():
    lines, _done = run("-", "--mailbox", "ann@example.net", stdin=corpus.plain())
    assert [(line["file"], line["outcome"], line["reason"]) for line in lines] == [("-", "ignored", "own_mail")]


def test_what_cannot_be_read_is_told_and_the_next_goes_on(tmp_path):
    (tmp_path / "a.eml").write_bytes(corpus.plain())
    lines, done = run(str(tmp_path / "missing.eml"), str(tmp_path / "a.eml"))
    assert [line["outcome"] for line in lines] == ["error", "created"]
    assert done.returncode != 0


def test_folders_and_maildirs_are_gone_through(tmp_path, capsys):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    (tmp_path / "box" / "new" / "1").write_bytes(corpus.plain())
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "x.eml").write_bytes(corpus.plain())
    call_command("explain_mail", str(tmp_path / "box"), str(tmp_path / "one"), "--mailbox", "support@example.com")
    assert [json.loads(line)["outcome"] for line in capsys.readouterr().out.splitlines()] == ["created", "created"]


def test_an_mbox_is_divided_where_its_messages_begin():
    line = b"From ann@example.net Mon Nov  2 10:00:00 2026\n"
    first, second = line + b"From: a@b.c\n\nFrom here on it is broken.\n\n", line + b"From: d@e.f\n\nhi\n"
    assert list(messages_of(first + second)) == [first, second]
    assert list(messages_of(b"From: a@b.c\n\nhi")) == [b"From: a@b.c\n\nhi"]
    assert list(messages_of(b"\r\n \n" + first + second)) == [first, second]


@pytest.mark.django_db
def test_with_a_database_it_says_what_threading_would_find(capsys, tmp_path, mailbox, ticket, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "as the tests have it")
    path = tmp_path / "a.eml"
    path.write_bytes(corpus.plain(Subject=f"Re: [Example #{ticket.number}] x", From=ticket.requester.email))
    call_command("explain_mail", str(path))
    line = json.loads(capsys.readouterr().out)
    assert line["threading"]["ticket"] == ticket.number
    assert line["outcome"] == "appended"
