from django.db import models


class Tag(models.Model):
    # Lower case, no blanks: what people type is brought into this form by `tickets.actions.tagging`.
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
