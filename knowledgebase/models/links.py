"""Which tickets an article has to do with."""

from django.db import models

from accounts.models import User
from knowledgebase.models.article import Article
from tickets.models import Ticket


class LinkedBy(models.TextChoices):
    MADE = "made"  # the article was made of the ticket
    SENT = "sent"  # the customer was sent there by a reply


class ArticleLink(models.Model):
    """Kept by `make_article` and by the listener; what the log and the messages say (knowledgebase/integrity.py)."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="ticket_links")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="article_links")
    by = models.CharField(max_length=10, choices=LinkedBy)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["article", "-at"], name="article_link_newest")]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "article", "by"], name="article_link_once"),
            models.CheckConstraint(condition=models.Q(by__in=LinkedBy.values), name="article_link_known"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · #{self.ticket_id}"
