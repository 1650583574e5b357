"""python -m bench.learn: learn again how questions and articles say the same (knowledgebase/asking.py), and write it down.

The steps come from the tuning questions of all fields, in English, whose other halves are not read. For each, the step from its
vector's nearest wrong passages to the nearest right one is foretold from the vector (ridge regression), and half of that step is
taken; of the steps those directions are kept in which most happens. What is remembered are the questions of bench/pairs, in any
language, which belong to no field. How much it helps where nothing was learnt is printed first: each field's tuning questions,
searched by sentence alone, after learning from the other fields only. Needs no database.
"""

import json
import os
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import django
import numpy as np
from numpy.typing import NDArray

from bench.retrieval import NEAR, Field, answers_of, fields
from knowledgebase.asking import IN_STEPS, LEARNT, Remembered, answer_remembered

Floats = NDArray[Any]
# A folder for each language. What an article says begins with the mark, how it is asked for stands below it.
PAIRS, MARK, REMARK = Path(__file__).parent / "pairs", "= ", "#"
LANGUAGE = "en"
# Chosen by what was found in the fields that were left out; of anything near to them as much was.
WRONG, HELD_BACK, TAKEN, DIRECTIONS = 3, 3.0, 0.5, 64

_KINDS = {"<f2": "F16", "<i2": "I16", "|i1": "I8"}


class Asked(NamedTuple):
    """Of one field: questions and passages as vectors, a row each, and which passages answer which question."""

    questions: Floats
    passages: Floats
    right: NDArray[np.bool_]
    article_of: NDArray[np.int64]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    remembered = remembered_from(pairs())
    asked = {field.name: read for field in fields() if len((read := asked_in(field)).questions)}
    print("| field | questions | found | after learning from the others |", "| --- | --- | --- | --- |", sep="\n")
    for name, one in asked.items():
        narrow, wide = learnt_from([other for key, other in asked.items() if key != name])
        moved = one.questions + one.questions @ narrow.T @ wide.T
        moved += np.stack([answer_remembered(question, remembered) for question in one.questions])
        print(f"| {name} | {len(one.questions)} | {found(one, one.questions)} | {found(one, moved)} |")
    narrow, wide = learnt_from(list(asked.values()))
    steps = {"narrow": narrow.astype("<f2"), "wide": wide.astype("<f2")}
    LEARNT.write_bytes(safetensors(steps | remembered._asdict()))


def pairs() -> list[tuple[str, str, list[str]]]:
    """Of each answer its language, the answer as an article says it, and the questions to it."""
    found: list[tuple[str, str, list[str]]] = []
    for path in sorted(PAIRS.glob("*/*.txt")):
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            if line.startswith(MARK):
                found.append((path.parent.name, line.removeprefix(MARK), []))
            elif not line.startswith(REMARK):
                found[-1][2].append(line)
    return found


def remembered_from(answers: list[tuple[str, str, list[str]]]) -> Remembered:
    from search.english import meanings_of

    questions = [vector for language, _answer, asked in answers for vector in meanings_of(asked, language)]
    answered = [number for number, (_language, _answer, asked) in enumerate(answers) for _question in asked]
    return Remembered(
        np.rint(np.array(questions) * IN_STEPS).clip(-127, 127).astype("i1"),
        np.array(answered, dtype="<i2"),
        np.array([meanings_of([answer], language)[0] for language, answer, _asked in answers], dtype="<f2"),
    )


def asked_in(field: Field) -> Asked:
    from knowledgebase.front_matter import read_file
    from knowledgebase.indexing import sentences_of
    from knowledgebase.markdown import parts_of
    from search.english import meanings_of

    passages: list[list[float]] = []
    keys: list[str] = []
    for path in sorted(field.articles.rglob("*.md")):
        file = read_file(PurePosixPath(path.relative_to(field.articles).as_posix()), path.read_text(encoding="utf-8"))
        if file.language == LANGUAGE:
            said = sentences_of(file.title, parts_of(file.body) or parts_of(file.title), read=meanings_of)
            passages += said
            keys += [file.key] * len(said)
    questions = [
        one
        for one in field.halves.get("tuning", [])
        if one.get("language", LANGUAGE) == LANGUAGE and not set(answers_of(one)).isdisjoint(keys)
    ]
    names = list(dict.fromkeys(keys))
    return Asked(
        np.array(meanings_of([one["ask"] for one in questions]), dtype=np.float32),
        np.array(passages, dtype=np.float32),
        np.array([[key in answers_of(one) for key in keys] for one in questions]),
        np.array([names.index(key) for key in keys]),
    )


def learnt_from(several: list[Asked]) -> tuple[Floats, Floats]:
    """A matrix that leads to few directions, and one that leads back."""
    width = several[0].questions.shape[1]
    alike, steps = np.eye(width) * HELD_BACK, np.zeros((width, width))
    for asked in several:
        near = asked.questions @ asked.passages.T
        right = asked.passages[np.where(asked.right, near, -np.inf).argmax(axis=1)]
        wrong = asked.passages[np.argsort(-np.where(asked.right, -np.inf, near), axis=1)[:, :WRONG]].mean(axis=1)
        alike += asked.questions.T @ asked.questions
        steps += (right - wrong).T @ asked.questions
    left, most, above = np.linalg.svd(TAKEN * steps @ np.linalg.inv(alike))
    return above[:DIRECTIONS].astype(np.float32), (left[:, :DIRECTIONS] * most[:DIRECTIONS]).astype(np.float32)


def found(asked: Asked, questions: Floats) -> int:
    """How many of them have their article among the first, by its nearest passage."""
    near = questions @ asked.passages.T
    articles = range(asked.article_of.max() + 1)
    best = np.stack([near[:, asked.article_of == article].max(axis=1) for article in articles], axis=1)
    right = np.where(asked.right, near, -np.inf).max(axis=1, keepdims=True)
    return int(((best > right).sum(axis=1) < NEAR).sum())


def safetensors(tensors: dict[str, NDArray[Any]]) -> bytes:
    """As search/weights.py reads it."""
    head: dict[str, Any] = {}
    data = b""
    for name, tensor in tensors.items():
        raw = np.ascontiguousarray(tensor).tobytes()
        head[name] = {
            "dtype": _KINDS[tensor.dtype.str],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    told = json.dumps(head).encode()
    told += b" " * (-len(told) % 8)
    return len(told).to_bytes(8, "little") + told + data


if __name__ == "__main__":
    main()
