from django.db import models


class Tag(models.Model):
    # Lower case, no blanks: what people type is brought into this form by `tickets.actions.tagging`.
    name = models.CharField(max_length=50, unique=True)
    archived_at = models.DateTimeField(null=True, blank=True)  # suggested no more; the tickets that carry it keep it

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TagRename(models.Model):
    """From then on the tag `old` is `new`: it was renamed, or merged into one that was there.

    The log keeps the names of its day, and this says what they are called now; whoever types the old name means the new one.
    """

    old = models.CharField(max_length=50, db_index=True)
    new = models.CharField(max_length=50)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="tag_rename_changes")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
