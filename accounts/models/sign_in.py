"""Signing in: emailed codes, and the counters that limit guessing. Both live in PostgreSQL: losing Redis loosens nothing."""

from django.db import models


class SignInCode(models.Model):
    """A code on its way to an address, whether we know that address or not; for one use in the browser that asked."""

    email = models.CharField(max_length=254)
    # HMAC of the code: a reader of the database can't sign in with it.
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="sign_in_code_created")]

    def __str__(self) -> str:
        return f"Code for {self.email}"


class SpentTry(models.Model):
    """How often something limited was done within one window of time (accounts/limits.py)."""

    # Name of the limit and a hash of whom it is counted for.
    key = models.CharField(max_length=100)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "spent tries"
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="spent_try_once")]
        indexes = [models.Index(fields=["window_start"], name="spent_try_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
