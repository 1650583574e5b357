"""What people looked for in vain and somebody of ours has dealt with."""

from django.db import models

from accounts.models import User
from knowledgebase.models.article import LANGUAGE_LENGTH, Translation

LONGEST_GAP = 400


class GapClosed(models.Model):
    """Searches before `at` are dealt with, by an article or because none is wanted; what is looked for later counts anew."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    # The telling words' stems in alphabetical order, as `knowledgebase.gaps` groups searches.
    words = models.CharField(max_length=LONGEST_GAP)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="gap_closed_once")]
        verbose_name_plural = "gaps closed"

    def __str__(self) -> str:
        return self.words


class GapTaken(models.Model):
    """Somebody writes what is looked for: its text is begun, and closes the gap when readers see it."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    words = models.CharField(max_length=LONGEST_GAP)
    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="gap_taken_once")]
        verbose_name_plural = "gaps taken"

    def __str__(self) -> str:
        return self.words
