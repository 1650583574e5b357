"""The key with which mail of a domain of ours is signed (DKIM, RFC 6376)."""

from django.db import models

from helpdesk.encrypted import EncryptedField


class SigningKey(models.Model):
    """One a domain, for all mailboxes in it. What is private leaves the database only to sign."""

    domain = models.CharField(max_length=253, unique=True)
    selector = models.CharField(max_length=63)
    private_key = EncryptedField()
    public_key = models.TextField()
    is_on = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain

    @property
    def record_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What receivers look up: a TXT record at `record_name`."""
        return f"v=DKIM1; k=rsa; p={self.public_key}"
