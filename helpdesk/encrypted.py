"""A text column that is encrypted in the database: tokens and secrets of other systems.

The key is derived from SECRET_KEY, so a copy of the database alone opens nothing; SECRET_KEY_FALLBACKS still open what was
written before the key was changed. What no key opens reads as empty, and the log says so: whoever needs it asks for it anew,
and no page breaks.

The library is read when the first secret is: it is 7 MB of every process, and many desks keep none.
"""

import base64
import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_MARK = "encrypted:"

logger = logging.getLogger(__name__)


class EncryptedField(models.TextField):
    """Each writing looks different, so that it cannot be searched for."""

    def from_db_value(self, value: str | None, *_args: object) -> str | None:
        return value if value is None else opened(value)

    def get_prep_value(self, value: Any) -> Any:
        return encrypted(value) if isinstance(value, str) else super().get_prep_value(value)


def encrypted(text: str) -> str:
    """Empty stays empty."""
    return _MARK + _keys().encrypt(text.encode()).decode() if text else ""


def opened(stored: str) -> str:
    """What stands there unencrypted, from before, is itself."""
    if not stored.startswith(_MARK):
        return stored
    from cryptography.fernet import InvalidToken

    try:
        return _keys().decrypt(stored.removeprefix(_MARK).encode()).decode()
    except InvalidToken:
        logger.error("A stored secret cannot be opened: SECRET_KEY was changed, and is not among SECRET_KEY_FALLBACKS.")
        return ""


def _keys() -> "MultiFernet":
    return _keys_of(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _keys_of(*secrets: str) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=b"helpdesk.encrypted").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
