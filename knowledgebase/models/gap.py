"""What people looked for in vain and somebody of ours has dealt with."""

from django.db import models

from accounts.models import User
from knowledgebase.models.article import LANGUAGE_LENGTH


class GapClosed(models.Model):
    """Searches before `at` are dealt with, by an article or because none is wanted; what is looked for later counts anew."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    # The telling words' stems in alphabetical order, as `knowledgebase.gaps` groups searches.
    words = models.CharField(max_length=400)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="gap_closed_once")]
        verbose_name_plural = "gaps closed"

    def __str__(self) -> str:
        return self.words
