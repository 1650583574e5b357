"""Sentences for what is pure: in the reader's language, and in English where no desk is set up to know one."""

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.utils import translation


def gettext(words: str) -> str:
    """As Django's, also in a plain Python that has no settings, where that one raises."""
    try:
        return translation.gettext(words)
    except (ImproperlyConfigured, AppRegistryNotReady):
        return words
