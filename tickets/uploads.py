"""Stopping a file that is too large while it arrives, so that it fills no disk and the form's words still get through."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class SizeLimit(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: drops a file beyond ATTACHMENT_MAX_BYTES and notes its name on the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_MAX_BYTES:
            refused = getattr(self.request, "refused_files", [])
            self.request.refused_files = [*refused, self.file_name or ""]  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def refused_files(request: HttpRequest) -> list[str]:
    """Names of files of this request that were dropped because they are too large."""
    return getattr(request, "refused_files", [])
