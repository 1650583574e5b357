"""The help widget that other websites show: what an admin sets of it. There is one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.encrypted import EncryptedField

USUAL_COLOUR = "#4353d6"


class Side(models.TextChoices):
    """Where its button stands, as the website's language reads: the end is the right in English."""

    END = "end", pgettext_lazy("a side", "Right")
    START = "start", _("Left")


class Widget(models.Model):
    # Origins such as https://shop.example.com, or https://*.example.com for all below; none: nobody shows it.
    sites = models.JSONField(default=list, blank=True)
    colour = models.CharField(max_length=7, default=USUAL_COLOUR)
    side = models.CharField(max_length=5, choices=Side.choices, default=Side.END)
    # Empty: our own words, in the reader's language.
    greeting = models.CharField(max_length=120, blank=True)
    greetings = models.JSONField(default=dict, db_default={}, blank=True)  # in other languages: accounts/texts.py
    secret = EncryptedField(blank=True)
    # What websites still sign with until it ends, after the secret was renewed.
    former_secret = EncryptedField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="widget_is_one")]

    def __str__(self) -> str:
        return "Help widget"
