"""Pictures in articles."""

import uuid

from django.db import models

from accounts.models import User
from knowledgebase.models.article import Article


def stored_path(picture: "Picture", filename: str) -> str:
    """Where the bytes lie: never under the name a stranger chose."""
    key = picture.key.hex
    return f"articles/{key[:2]}/{key}"


class Picture(models.Model):
    """Shown to whoever may read the article that it was put into."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pictures")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=stored_path, max_length=255)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename
