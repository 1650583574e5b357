"""Vectors of seeded tickets, put together from those of texts that many share: one by one, 100,000 would take a minute."""

from io import BytesIO

import numpy as np
from django.db.backends.utils import CursorWrapper

from demo.seeding.words import Saying
from search.embeddings import DIMENSIONS, sums_of

# COPY's binary format: how many columns, and each with its length before it; a vector begins with its dimensions.
_ROW = np.dtype(
    [
        ("columns", ">i2"), ("ticket_length", ">i4"), ("ticket", ">i8"),
        ("vector_length", ">i4"), ("dimensions", ">i2"), ("unused", ">i2"), ("vector", ">f2", DIMENSIONS),
    ]
)  # fmt: skip
_START, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


class Vectors:
    """`words`: all that the sentences of tickets are made of."""

    def __init__(self, words: list[str], sayings: list[Saying]) -> None:
        self.words = sums_of(words)
        self.places = {word: place for place, word in enumerate(words)}
        self.sayings = sums_of([f"{saying.subject.plain} {saying.opening.plain}" for saying in sayings])
        self.tickets: list[int] = []
        self.said: list[int] = []
        self.sentences: list[list[int]] = []

    def add(self, ticket: int, saying: Saying, sentence: list[str]) -> None:
        """`sentence`: of the ticket's own, as many words each time."""
        self.tickets.append(ticket)
        self.said.append(saying.number)
        self.sentences.append([self.places[word] for word in sentence])

    def take(self) -> BytesIO:
        """What was added since the last time, as COPY reads it."""
        sums = self.sayings[self.said] + self.words[self.sentences].sum(axis=1)
        rows = np.zeros(len(self.tickets), dtype=_ROW)
        rows["columns"], rows["ticket_length"], rows["ticket"] = 2, 8, self.tickets
        rows["vector_length"], rows["dimensions"] = 4 + 2 * DIMENSIONS, DIMENSIONS
        rows["vector"] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        self.tickets, self.said, self.sentences = [], [], []
        return BytesIO(_START + rows.tobytes() + _END)


def copy_vectors(cursor: CursorWrapper, rows: BytesIO) -> None:
    cursor.copy_expert("COPY search_embedding (ticket_id, vector) FROM STDIN (FORMAT binary)", rows, 1 << 20)
