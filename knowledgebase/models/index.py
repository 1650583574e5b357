"""What is searched, made from published texts by a worker (knowledgebase/indexing.py)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from knowledgebase.models.article import LANGUAGE_LENGTH, Translation
from search.embeddings import vector_field
from search.nearest import nearest_index
from search.sentences import LANGUAGES, sentence_field


class Passage(models.Model):
    """A part of a text under one heading: what a question is answered with."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="passages")
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    position = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    embedding = vector_field()
    # What its sentences mean; empty in languages that no model reads, and where the models are not installed.
    sentence = sentence_field()

    class Meta:
        ordering = ["translation", "position"]
        # By meaning all are compared, which is exact and takes 8 ms for 20,000. They are read from an index that holds them
        # without their texts, which halves it. By sentence an index leads to the nearest, in 1 or 2 ms.
        indexes = [
            models.Index(fields=["language"], include=["translation", "id", "embedding"], name="passage_meaning"),
            nearest_index("sentence", name="passage_sentence"),
            models.Index(
                fields=["translation"], condition=Q(sentence=None, language__in=LANGUAGES), name="passage_unread"
            ),
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
    """A word of published texts, as written and as its stem: how many have it, and what it looks like with a letter missing."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    word = models.CharField(max_length=60)
    seen = models.PositiveIntegerField()
    keys = ArrayField(models.CharField(max_length=60))

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="known_word_keys", fastupdate=False),
        ]
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="known_word_once")]

    def __str__(self) -> str:
        return self.word
