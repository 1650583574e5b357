"""How answers sound, for a brand, a channel or a topic: what an admin writes, and what of it can be checked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Brand
from tickets.models.ticket import Channel


class StyleGuide(models.Model):
    """All that fit a ticket hold together: the strictest of what can be checked."""

    name = models.CharField(max_length=100, unique=True)
    # For which tickets; what is empty asks nothing. A tag stands for a topic.
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    mailbox = models.CharField(max_length=254, blank=True, help_text="The mailbox's address.")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    tag = models.CharField(max_length=50, blank=True)
    # Read by people: Markdown.
    tone = models.TextField(blank=True)
    good_example = models.TextField(blank=True)
    bad_example = models.TextField(blank=True)
    # Checked before sending.
    greetings = ArrayField(models.CharField(max_length=50), default=list, blank=True, help_text="One of them begins.")
    avoid = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    emoji_allowed = models.BooleanField(default=True)
    most_words = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
