"""A visitor of somebody else's website: a client without cookies that sends its word along, as the frame's script does."""

import re
import time

import pytest
from django.test import Client

from chat.actions import renew_secret, set_widget
from chat.identity import signature_of
from knowledgebase.actions import add_article, add_category, publish
from knowledgebase.indexing import index_changed


class Visitor:
    def __init__(self, language: str = "en") -> None:
        self.client = Client()
        self.word = ""
        self.language = language

    def get(self, path, **data):
        return self._heard(
            self.client.get(f"/widget/{self.language}/{path}", data, headers={"Widget-Visit": self.word})
        )

    def post(self, path, **data):
        return self._heard(
            self.client.post(f"/widget/{self.language}/{path}", data, headers={"Widget-Visit": self.word})
        )

    def introduced(self, secret, *, email="ann@example.net", name="Ann Lee", age=0, **forged):
        signed = {"email": email, "name": name, "timestamp": str(int(time.time()) - age)}
        return self.post("identity/", **{**signed, "signature": signature_of(secret, **signed), **forged}).json()

    def write(self, **words):
        token = re.search(r'name="token" value="([^"]+)"', self.get("ask/").content.decode())[1]
        return self.post("ask/", token=token, **{"subject": "It does not start", "text": "Since today.", **words})

    def _heard(self, response):
        assert not response.cookies
        self.word = response.headers.get("Widget-Visit", self.word)
        return response


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def secret(admin) -> str:
    return renew_secret(actor=admin).secret


@pytest.fixture
def allowed(admin):
    return set_widget(actor=admin, sites=["https://shop.example.com", "https://*.example.org"])


@pytest.fixture
def article(db):
    category = add_category(actor=None, name="Billing", language="en")
    body = "Open Billing.\n\n## By card\n\nPress Pay now and type the number of your card.\n"
    text = add_article(actor=None, title="Pay an invoice", body=body, category=category, language="en")
    publish(text, actor=None)
    index_changed()
    return text
