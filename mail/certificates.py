"""What is wrong with another server's certificate, in words that say who has to do what."""

import ssl

from django.utils.translation import gettext as _

# As OpenSSL numbers what it finds (X509_V_ERR_…).
EXPIRED = 10
NOBODY_KNOWN = {18, 19, 20, 21}
OTHER_NAME = {62, 64}


def certificate_words(problem: ssl.SSLCertVerificationError, host: str) -> str:
    words = {"host": host, "why": problem.verify_message}
    if problem.verify_code == EXPIRED:
        return _("The certificate of %(host)s has expired. Whoever runs that server has to renew it.") % words
    if problem.verify_code in NOBODY_KNOWN:
        said = _("The certificate of %(host)s is not valid: %(why)s. It takes one that a known authority has signed.")
        return said % words
    if problem.verify_code in OTHER_NAME:
        said = _("The certificate of %(host)s is made for another name. Enter the name that it is made for.")
        return said % words
    return _("The certificate of %(host)s is not valid: %(why)s.") % words
