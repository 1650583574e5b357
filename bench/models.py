"""What the write floor changes; the tables exist in the bench's own database only."""

from django.db import models


class FloorItem(models.Model):
    name = models.CharField(max_length=100)
    changed_at = models.DateTimeField(auto_now=True)
    times = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class FloorLine(models.Model):
    item = models.ForeignKey(FloorItem, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.kind
