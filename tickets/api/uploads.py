"""The one body that is no JSON: a file as multipart/form-data."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from helpdesk.api.fields import RequestBody, StrictField


class File(StrictField):
    default_error_messages = {"type": _("Send a file with a name.")}

    def to_internal_value(self, data: Any) -> UploadedFile:
        if not isinstance(data, UploadedFile):
            self.fail("type")
        return data

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "format": "binary"}


class Upload(RequestBody):
    file = File()
