"""The certificate with which the SMTP listener answers STARTTLS: the one of the settings, else one made here.

Mail servers do not ask who signed a certificate: one of our own keeps readers on the way out as well. It lies beside the data
and is made anew before it runs out.
"""

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_LIFE = timedelta(days=825)
_MADE_ANEW = timedelta(days=30)  # before its end


class Certificate:
    """Read again when its file changes, as programs that renew certificates do it."""

    def __init__(self) -> None:
        """Raises ImproperlyConfigured for files that cannot be used."""
        self._read_at = 0
        self._context: ssl.SSLContext | None = None
        self.context()

    def context(self) -> ssl.SSLContext:
        """For a connection that begins now."""
        certificate, key = _files()
        changed_at = certificate.stat().st_mtime_ns if certificate.exists() else -1
        if self._context is None or changed_at != self._read_at:
            try:
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(certificate, key)
            except (OSError, ssl.SSLError) as problem:
                if self._context is not None:
                    return self._context  # in the midst of being written: the old one still holds
                raise ImproperlyConfigured(f"SMTP_TLS_CERT and SMTP_TLS_KEY cannot be used: {problem}") from None
            self._context, self._read_at = context, changed_at
        return self._context


def _files() -> tuple[Path, Path]:
    if settings.SMTP_TLS_CERT:
        return Path(settings.SMTP_TLS_CERT), Path(settings.SMTP_TLS_KEY or settings.SMTP_TLS_CERT)
    folder = settings.DATA_DIR / "smtp"
    files = folder / "certificate.pem", folder / "key.pem"
    if not _is_good(*files):
        _make(folder, *files)
    return files


def _is_good(certificate: Path, key: Path) -> bool:
    if not key.exists() or not certificate.exists():
        return False
    try:
        ends_at = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except ValueError:
        return False
    return ends_at - _MADE_ANEW > datetime.now(UTC)


def _make(folder: Path, certificate: Path, key: Path) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, settings.SITE_HOST[:64])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(settings.SITE_HOST)]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write(key, secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(certificate, made.public_bytes(Encoding.PEM))


def _write(file: Path, content: bytes) -> None:
    """At once, and for nobody else to read."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
    new.replace(file)
