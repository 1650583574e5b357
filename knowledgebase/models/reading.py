"""What readers tell us: what they looked for, whether an article helped."""

from django.db import models
from django.db.models import Q

from knowledgebase.models.article import LANGUAGE_LENGTH, Article, Translation


class Feedback(models.Model):
    """Whether an article helped; why not, for its owner. One for each reader and text, the newest counts."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="feedback")
    # Of somebody signed in their key, else of the browser's session: neither says who it was on a page.
    reader = models.CharField(max_length=64)
    is_helpful = models.BooleanField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # When the article's owner was told of the comment, or need not be.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["id"], name="feedback_untold", condition=Q(told_at__isnull=True) & ~Q(comment="")),
        ]
        constraints = [models.UniqueConstraint(fields=["translation", "reader"], name="feedback_once")]

    def __str__(self) -> str:
        return "helpful" if self.is_helpful else "not helpful"


class SearchSession(models.Model):
    """One search in the help centre: what was asked, what was found, what was opened."""

    query = models.CharField(max_length=200)
    # Folded and stemmed, in order: the same question in other words of the same kind is counted together.
    words = models.CharField(max_length=200)
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    reader = models.CharField(max_length=64)
    found = models.PositiveSmallIntegerField()
    clicked = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="search_session_newest"),
            models.Index(fields=["reader", "-at"], name="search_session_of_reader", condition=~Q(reader="")),
        ]

    def __str__(self) -> str:
        return self.query
