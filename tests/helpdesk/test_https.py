"""What a site whose address is https says, whoever ends TLS in front of it."""

import pytest


@pytest.mark.parametrize("is_secure", [True, False])
def test_hsts_is_said_on_every_answer(client, settings, is_secure):
    settings.SITE_IS_HTTPS, settings.SECURE_HSTS_SECONDS = True, 31536000

    answer = client.get("/healthz/", secure=is_secure)

    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_a_site_without_https_says_nothing_of_it(client, settings):
    settings.SITE_IS_HTTPS, settings.SECURE_HSTS_SECONDS = False, 0

    assert "Strict-Transport-Security" not in client.get("/healthz/")
