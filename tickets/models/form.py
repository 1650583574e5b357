"""What an admin asks beyond the ticket's own columns: fields, and the forms that put them together.

What was answered stands in `Ticket.fields` by the field's key; tickets/fields.py says what it means.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.wording import said


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    TREE = "tree", _("Tree")
    CHECKBOX = "checkbox", _("Checkbox")


class Field(models.Model):
    """One question. `key` names it in the log, the API and searches, and never changes."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=FieldKind)
    # Of a choice: words. Of a tree: {"name": words, "options": [...]}, as deep as needed; leaves have no options.
    options = models.JSONField(default=list, blank=True)
    required_on_solve = models.BooleanField(default=False)
    help = models.CharField(max_length=200, blank=True)
    translations = models.JSONField(default=dict, db_default={}, blank=True)  # for customers: tickets/wording.py
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="field_kind_known"),
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="field_key_is_plain"),
        ]

    def __str__(self) -> str:
        return self.name


class TopicIcon(models.TextChoices):
    """What stands beside a topic; the values are names of icons."""

    QUESTION = "message-circle-question-mark", _("A question")
    MONEY = "receipt", _("A bill")
    ORDER = "package", _("A parcel")
    FAULT = "triangle-alert", _("A warning")
    ACCOUNT = "key-round", _("A key")
    PERSON = "user-round", _("A person")
    SETUP = "wrench", _("A tool")
    IDEA = "lightbulb", _("A light bulb")


class Asking(models.TextChoices):
    """Whether customers find a field in the form of a topic."""

    NEVER = "never", _("Customers are not asked")
    OPTIONAL = "optional", _("Customers may answer")
    REQUIRED = "required", _("Customers must answer")


class TicketForm(models.Model):
    """Fields for one kind of matter, in their order. Shown to customers, it is a topic that they choose when they ask."""

    name = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)  # else no ticket gets it any more; those that have it keep it
    for_customers = models.BooleanField(default=False)
    topic = models.CharField(max_length=80, blank=True)  # as customers read it; empty: the name
    introduction = models.CharField(max_length=300, blank=True)  # below the topic
    translations = models.JSONField(default=dict, db_default={}, blank=True)  # for customers: tickets/wording.py
    icon = models.CharField(max_length=40, choices=TopicIcon, default=TopicIcon.QUESTION)
    fields = models.ManyToManyField(Field, through="FormField", through_fields=("form", "field"), related_name="forms")

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.CheckConstraint(condition=Q(icon__in=TopicIcon.values), name="form_icon_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def topic_name(self) -> str:
        """As customers read it, in their language."""
        return said(self.topic or self.name, self.translations)

    @property
    def introduction_said(self) -> str:
        return said(self.introduction, self.translations)


class FormField(models.Model):
    """A field's place in a form. With a condition it is shown only while another field of the form has one of these values."""

    form = models.ForeignKey(TicketForm, on_delete=models.CASCADE, related_name="places")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField(default=0)
    required_on_solve = models.BooleanField(default=False)  # here, even if the field by itself is not
    asking = models.CharField(max_length=8, choices=Asking, default=Asking.OPTIONAL)  # of customers
    condition_field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Empty: while the other field has any value.
    condition_values = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "field"], name="field_once_in_form"),
            models.CheckConstraint(condition=Q(asking__in=Asking.values), name="form_field_asking_known"),
            models.CheckConstraint(
                condition=Q(condition_field__isnull=True) | ~Q(condition_field=models.F("field")),
                name="field_condition_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.field}"
