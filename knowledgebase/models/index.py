"""What is searched, made from published texts by a worker (knowledgebase/indexing.py)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from pgvector.django import HnswIndex

from knowledgebase.models.article import LANGUAGE_LENGTH, Translation
from search.embeddings import vector_field


class Passage(models.Model):
    """A part of a text under one heading: what a question is answered with."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="passages")
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    position = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    embedding = vector_field()

    class Meta:
        ordering = ["translation", "position"]
        indexes = [
            HnswIndex(
                fields=["embedding"], name="passage_embedding", m=16, ef_construction=64, opclasses=["halfvec_ip_ops"]
            )
        ]
        constraints = [models.UniqueConstraint(fields=["translation", "position"], name="passage_once")]

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class Posting(models.Model):
    """How much a text is about a word: its BM25 weight, without the rarity of the word, which changes with every article."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    word = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        indexes = [
            models.Index(fields=["language", "word"], include=["translation", "weight"], name="posting_by_word"),
        ]

    def __str__(self) -> str:
        return self.word


class KnownWord(models.Model):
    """A word of published texts, stemmed: how many have it, what it looks like with a letter missing, and what it means."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    word = models.CharField(max_length=60)
    # As it is written most often: what is shown, and what the vector is of.
    written = models.CharField(max_length=60)
    seen = models.PositiveIntegerField()
    keys = ArrayField(models.CharField(max_length=60))
    embedding = vector_field()

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="known_word_keys", fastupdate=False),
            HnswIndex(
                fields=["embedding"], name="known_word_embedding", m=16, ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            ),
        ]  # fmt: skip
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="known_word_once")]

    def __str__(self) -> str:
        return self.written
