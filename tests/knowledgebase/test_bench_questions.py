"""The questions by which search is measured ask for articles that are there."""

import pytest

from bench.retrieval import Field, answers_of, fields


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_each_question_is_about_an_article_of_its_field(field: Field) -> None:
    files = {path.relative_to(field.articles).as_posix() for path in field.articles.rglob("*.md")}
    asked = {key for questions in field.halves.values() for question in questions for key in answers_of(question)}

    assert {key for key in asked if not any(file.startswith(f"{key}.") for file in files)} == set()


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_no_question_is_in_two_halves(field: Field) -> None:
    asked = [question["ask"] for questions in field.halves.values() for question in questions]

    assert len(asked) == len(set(asked))
