"""The further addresses of a person. The first one, by which they sign in and are written to, is `User.email`."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class AddressSource(models.TextChoices):
    STAFF = "staff", _("Added by a colleague")
    MERGE = "merge", _("Came with a merged person")
    OWN = "own", _("Added by themselves")
    FORMER = "former", _("Was the first address")


class EmailAddress(models.Model):
    """Mail from it is from this person. It signs nobody in before its person has typed a code that was sent to it."""

    address = models.CharField(max_length=254, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    source = models.CharField(max_length=10, choices=AddressSource, default=AddressSource.STAFF)
    verified_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "email addresses"
        constraints = [
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="address_lowercase"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None
