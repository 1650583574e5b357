"""Mailboxes of ours."""

from django.db import models

from accounts.models.user import normal_email


class Mailbox(models.Model):
    """An address that customers write to and that answers are sent from."""

    address = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=100, help_text="Shown as the sender, for example “Acme Support”.")
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="mailbox_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: object, **kwargs: object) -> None:
        self.address = normal_email(self.address)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
