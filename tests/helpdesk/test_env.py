"""Values in the environment: what cannot be meant stops the start with a sentence that names the variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk.env import Env


@pytest.fixture
def env(monkeypatch):
    def with_value(value: str) -> Env:
        monkeypatch.setenv("THE_VALUE", value)
        return Env()

    return with_value


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda env: env.bool("THE_VALUE", default=False), "yess"),
        (lambda env: env.port("THE_VALUE", default=1), "0"),
        (lambda env: env.port("THE_VALUE", default=1), "70000"),
        (lambda env: env.number("THE_VALUE", default=1), "-1"),
        (lambda env: env.number("THE_VALUE", default=1), "many"),
        (lambda env: env.site_url("THE_VALUE", default=""), "ftp://help.example.com"),
        (lambda env: env.site_url("THE_VALUE", default=""), "https://"),
        (lambda env: env.site_url("THE_VALUE", default=""), "https://help.example.com/desk"),
        (lambda env: env.site_url("THE_VALUE", default=""), "https://me:secret@help.example.com"),
        (lambda env: env.postgres("THE_VALUE", default="", options={}), "nonsense"),
        (lambda env: env.postgres("THE_VALUE", default="", options={}), "mysql://me:secret@host/name"),
        (lambda env: env.redis_url("THE_VALUE", default=""), "http://:secret@host"),
        (lambda env: env.redis_url("THE_VALUE", default=""), "redis://:secret@["),
        (lambda env: env.redis_url("THE_VALUE", default=""), "redis://:secret@host:port/0"),
        (lambda env: env.log_level("THE_VALUE"), "LOUD"),
        (lambda env: env.mapping("THE_VALUE"), "[1]"),
        (lambda env: env.mapping("THE_VALUE"), "{"),
    ],
)
def test_nonsense_is_refused_by_name(env, read, value):
    with pytest.raises(ImproperlyConfigured, match="THE_VALUE") as refusal:
        read(env(value))
    assert "secret" not in str(refusal.value)


def test_what_can_be_meant_is_read(env):
    assert env("Yes").bool("THE_VALUE") is True
    assert env("off").bool("THE_VALUE", default=True) is False
    assert env("8000").port("THE_VALUE", default=1) == 8000
    assert env("https://help.example.com/").site_url("THE_VALUE", default="") == "https://help.example.com"
    assert env("postgres://me@host:5/name").postgres("THE_VALUE", default="", options={})["NAME"] == "name"
    assert env("debug").log_level("THE_VALUE") == "DEBUG"
    assert env('{"KEY": "x"}').mapping("THE_VALUE") == {"KEY": "x"}


def test_what_the_address_of_the_database_asks_for_is_kept(env):
    database = env("postgres://me@host/name?sslmode=require").postgres(
        "THE_VALUE", default="", options={"connect_timeout": 5, "sslmode": "prefer"}
    )
    assert database["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}
