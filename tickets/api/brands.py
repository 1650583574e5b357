"""Brands over the API: what customers see of the house at each of its addresses."""

from typing import Any, ClassVar

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.actions.brands import COLOUR, LONGEST_NAME, LONGEST_TEXT, add_brand, change_brand, default_brand
from accounts.api.base import ApiRequest
from accounts.brands import brand_of
from accounts.languages import offered_languages
from accounts.logos import MOST_BYTES
from accounts.models import DEFAULT_BRAND, Brand
from helpdesk.api.fields import Flag, RequestBody, Text, Word
from helpdesk.api.schema import Operation
from tickets.api.settings_view import SettingsView

_LONGEST_LOGO = 4 * MOST_BYTES // 3 + 100
_OWN = ("host", "colour", "dark_colour", "logo", "language", "welcome", "footer", "contact")


class BrandOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text="As customers read it.")
    is_default = serializers.BooleanField(help_text="Everything that names no other brand is its own.")
    host = serializers.CharField(help_text="Where its portal is; empty: at no address of its own.")
    site = serializers.CharField(help_text="Where links in its mails lead.")
    colour = serializers.CharField(help_text="Such as #4353d6; empty: ours.")
    dark_colour = serializers.CharField(help_text="Empty: what is readable on dark of the other.")
    logo = serializers.CharField(help_text="A data: address; empty: none.")
    language = serializers.CharField(help_text="Empty: the desk's.")
    welcome = serializers.DictField(child=serializers.CharField(), help_text="By language; what is missing is ours.")
    footer = serializers.DictField(child=serializers.CharField(), help_text="Likewise.")
    contact = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    is_archived = serializers.BooleanField()


class BrandList(serializers.Serializer):
    results = BrandOut(many=True)


class BrandChange(RequestBody):
    name = Text(max_length=LONGEST_NAME, required=False, help_text="Of the default brand it may be empty.")
    host = Text(max_length=253, required=False, help_text="Such as help.example.com; empty: none.")
    colour = Text(max_length=7, pattern=f"^({COLOUR})?$", required=False)
    dark_colour = Text(max_length=7, pattern=f"^({COLOUR})?$", required=False)
    logo = Text(max_length=_LONGEST_LOGO, required=False, help_text="Such as data:image/png;base64,…, up to 100 KB.")
    language = Word({"": "", **{code: code for code in ("en", "de")}}, required=False)

    def get_fields(self) -> dict[str, Any]:
        """Each text in each language that we speak."""
        texts = {
            f"{name}_{code}": Text(max_length=LONGEST_TEXT, required=False, help_text="Empty: what is usual.")
            for name in ("welcome", "footer", "contact")
            for code in offered_languages()
        }
        return {**super().get_fields(), **texts}


class BrandPatch(BrandChange):
    is_archived = Flag(required=False, help_text="Its portal is gone; its tickets keep it. Never the default brand.")


class NewBrand(BrandChange):
    name = Text(max_length=LONGEST_NAME)


class Brands(SettingsView):
    operations: ClassVar = {
        "get": Operation("list_brands", gives=BrandList),
        "post": Operation("add_brand", takes=NewBrand, gives=BrandOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """All of them, the default one first, also those that were put away."""
        default_brand()
        return Response({"results": [_shown(brand) for brand in Brand.objects.all()]})

    def post(self, request: ApiRequest) -> Response:
        brand = add_brand(actor=request.user, **_fields(self.taken(request), Brand()))
        return Response(_shown(brand), 201, headers={"Location": reverse("api:brand", args=[brand.pk])})


class OneBrand(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_brand", gives=BrandOut),
        "patch": Operation("change_brand", takes=BrandPatch, gives=BrandOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(_shown(_brand(pk)))

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change what is named; the rest stays. Which mailboxes are its own, each mailbox says."""
        brand = _brand(pk)
        return Response(_shown(change_brand(brand, actor=request.user, **_fields(self.taken(request), brand))))


def _brand(pk: int) -> Brand:
    return default_brand() if pk == DEFAULT_BRAND else Brand.objects.get(pk=pk)


def _fields(words: dict[str, Any], brand: Brand) -> dict[str, Any]:
    """As the verb takes them: the texts of all languages together."""
    for name in ("welcome", "footer", "contact"):
        given = {code: words.pop(f"{name}_{code}") for code in offered_languages() if f"{name}_{code}" in words}
        if given:
            words[name] = {**getattr(brand, name), **given}
    return words


def _shown(brand: Brand) -> Any:
    now = brand_of(brand.pk)
    own = {name: getattr(brand, name) for name in _OWN}
    facts = {"id": brand.pk, "name": now.name, "is_default": now.is_default, "site": now.site}
    return BrandOut({**facts, **own, "is_archived": brand.archived_at is not None}).data
