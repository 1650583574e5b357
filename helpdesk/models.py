"""Rows of the running system itself."""

from django.db import models


class Heartbeat(models.Model):
    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
