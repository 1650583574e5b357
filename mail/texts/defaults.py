"""The shipped texts as an admin finds them: the templates themselves, drawn with placeholders where values would stand."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from mail.texts.kinds_staff import BY_CODE


@lru_cache(maxsize=128)
def shipped(code: str, language: str) -> tuple[str, str]:
    """Its subject and its words, with placeholders."""
    kind = BY_CODE[code]
    with translation.override(language):
        tidied = [(gettext(found), instead) for found, instead in kind.tidied]
        subject = render_to_string(f"mail/{code}/subject.txt", dict(kind.start)) if kind.has_subject else ""
        body = kind.shipped_body or render_to_string(f"mail/{code}/body.txt", dict(kind.start))
    for found, instead in tidied:
        subject, body = subject.replace(found, instead), body.replace(found, instead)
    lines = (line.strip() for line in body.strip().splitlines())
    return " ".join(subject.split()), "\n".join(lines)
