"""What customers see of the house they talk to: its name, address, logo, colours and words. Each ticket belongs to one brand."""

from django.db import models

# The brand of everything that names none. It is always there, also where nobody ever set anything of it.
DEFAULT_BRAND = 1


class Brand(models.Model):
    """Read through accounts/brands.py, which keeps those of a process in memory; written by accounts/actions/brands.py."""

    # Of the default brand it may be empty: then it is called as the desk is.
    name = models.CharField(max_length=60, blank=True)
    # Where its portal is, such as help.example.com; empty: at no address of its own.
    host = models.CharField(max_length=253, blank=True)
    # Links and buttons, by theme; empty: ours, and for the dark theme what is readable there of the other.
    colour = models.CharField(max_length=7, blank=True)
    dark_colour = models.CharField(max_length=7, blank=True)
    # A data: address, small enough to travel in the file of the configuration; its key changes with it.
    logo = models.TextField(blank=True)
    logo_key = models.CharField(max_length=16, blank=True)
    # For readers of whom nobody knows a language; empty: the desk's.
    language = models.CharField(max_length=10, blank=True)
    # By language; what is missing is what we say, or for the contact nothing.
    welcome = models.JSONField(default=dict, blank=True)
    footer = models.JSONField(default=dict, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~models.Q(host=""), name="brand_host_once"),
            models.CheckConstraint(condition=models.Q(pk=DEFAULT_BRAND) | ~models.Q(name=""), name="brand_has_name"),
        ]

    def __str__(self) -> str:
        from accounts.brands import brand_of  # it stands above the models, and knows what the desk is called

        return self.name or brand_of(self.pk).name
