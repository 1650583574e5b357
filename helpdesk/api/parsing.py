"""Reading requests: JSON in UTF-8, files as multipart, answers in JSON whatever is asked for."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser

from helpdesk.api.problems import BodyTooLarge


class StrictJSONParser(JSONParser):
    """UTF-8 only, no NaN, bounded in size and depth."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise BodyTooLarge(_("The request is too large. Upload files as attachments."))
        try:
            return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is no JSON in UTF-8 that we can read.")) from error


class AlwaysJSON(DefaultContentNegotiation):
    """There is one kind of answer: `Accept` is not looked at."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def _refuse(name: str) -> None:
    raise ValueError(name)
