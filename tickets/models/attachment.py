"""Files: uploaded first by their author (no message yet), then bound to the message that carries them."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.message import Message


def stored_path(attachment: "Attachment", filename: str) -> str:
    """Where the bytes lie: never under the name a stranger chose."""
    key = attachment.key.hex
    return f"attachments/{key[:2]}/{key}"


class Attachment(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")
    size = models.PositiveBigIntegerField()
    # Set when the HTML shows it in place: `cid:<content_id>` in the stored HTML means this file.
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    file = models.FileField(upload_to=stored_path, max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["uploaded_by", "created_at"], name="attachment_unbound", condition=Q(message=None)),
        ]

    def __str__(self) -> str:
        return self.filename
