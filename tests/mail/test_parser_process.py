"""The child that reads mails: several may wait in its pipe, and its death costs only the mail that killed it."""

import os
import select
import signal
from collections.abc import Iterator

import pytest

from mail.parser_process import ParserFailed, ParserProcess
from tests.mail import corpus


@pytest.fixture
def parser() -> Iterator[ParserProcess]:
    parser = ParserProcess()
    yield parser
    parser.close()


def submit(parser: ParserProcess, *subjects: str) -> None:
    for subject in subjects:
        parser.submit(corpus.plain(Subject=subject))


def kill(parser: ParserProcess) -> None:
    assert parser._child is not None
    parser._child.kill()
    parser._child.wait()


def test_results_come_in_the_order_of_the_mails(parser: ParserProcess) -> None:
    submit(parser, "one", "two", "three")
    assert [parser.result().subject for _ in range(3)] == ["one", "two", "three"]


def test_the_mails_behind_one_that_kills_the_child_are_read_by_another(parser: ParserProcess) -> None:
    submit(parser, "warm")
    parser.result()
    os.kill(parser._child.pid, signal.SIGSTOP)  # type: ignore[union-attr]  # it runs
    submit(parser, "one", "two", "three")
    kill(parser)
    with pytest.raises(ParserFailed):
        parser.result()
    assert [parser.result().subject for _ in range(2)] == ["two", "three"]


def test_what_the_child_answered_before_its_death_counts(parser: ParserProcess) -> None:
    submit(parser, "one")
    select.select([parser._child.stdout], [], [])  # type: ignore[union-attr]  # it runs
    kill(parser)
    assert parser.result().subject == "one"


def test_a_mail_submitted_after_the_childs_death_is_read(parser: ParserProcess) -> None:
    submit(parser, "one")
    parser.result()
    kill(parser)
    submit(parser, "two")
    assert parser.result().subject == "two"


def test_a_batch_that_broke_off_leaves_no_answers_to_the_next(parser: ParserProcess) -> None:
    submit(parser, "one", "two")
    parser.forget()
    submit(parser, "three")
    assert parser.result().subject == "three"


def test_the_pipe_holds_many_ordinary_mails_and_no_large_one(parser: ParserProcess) -> None:
    submit(parser, "one")
    assert parser.has_room(10_000)
    assert not parser.has_room(100_000)
