"""The language of a page of the help centre stands in its address."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import override


def in_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page in the language of its address; 404 for one that we do not speak."""

    @wraps(view)
    def shown(request: HttpRequest, language: str, **values: str) -> HttpResponseBase:
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with override(language):
            return view(request, language, **values)

    return shown
