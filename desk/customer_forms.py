"""Forms of customers and organizations: shape only; who may, and what is taken, accounts decides."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.directory import NO_NUMBER, Refusal, refuse_wrong_domains
from accounts.languages import language_name
from accounts.models import Organization, User
from accounts.models.organization import Tier
from accounts.phones import PhoneKind, may_be_kept
from desk.meanwhile import MeanwhileForm
from tickets.content import storable

_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_MOST_DOMAINS = 50


class CustomerForm(MeanwhileForm):
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("Email address"), max_length=254, required=False)
    organization = forms.CharField(
        label=_("Organization"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "organization-names"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    notes = forms.CharField(
        label=_("Notes"),
        max_length=10_000,
        required=False,
        help_text=_("For colleagues only."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial = {
            "name": person.name,
            "phone": person.phone,
            "organization": person.organization.name if person.organization else "",
            "language": person.language,
            "notes": person.notes,
        }
        self.person = person
        self.stored = {**initial, "further_phones": _numbers(person.further_phones)}
        super().__init__(*args, **{**kwargs, "initial": initial})
        if person.email:
            del self.fields["email"]  # further ones have a place of their own
        codes = dict.fromkeys([*dict(settings.LANGUAGES), *filter(None, [person.language])])
        choices = [("", _("Not known")), *((code, language_name(code)) for code in codes)]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and phone != self.person.phone and not may_be_kept(phone):
            raise forms.ValidationError(NO_NUMBER % {"number": phone})
        return phone

    def clean(self) -> dict[str, Any]:
        if "further_number" in self.data:
            self.cleaned_data["further_phones"] = _numbers(self._typed_numbers())
        return super().clean()

    @property
    def fields_of_person(self) -> dict[str, Any]:
        """As `change_customer` takes them, but for the organization, which is only a name here."""
        return {name: value for name, value in self.cleaned_data.items() if name != "organization"}

    @property
    def further_numbers(self) -> list[dict[str, str]]:
        """The rows of the form: what is there, and an empty one."""
        rows = self._typed_numbers() if "further_number" in self.data else self.person.further_phones
        return [*(row for row in rows if row["number"].strip()), {"kind": PhoneKind.MOBILE, "number": ""}]

    @property
    def phone_kinds(self) -> list[tuple[str, Any]]:
        return list(PhoneKind.choices)

    def _typed_numbers(self) -> list[dict[str, str]]:
        kinds, numbers = (self.data.getlist(name) for name in ("further_kind", "further_number"))  # type: ignore[attr-defined]
        known = set(PhoneKind.values)
        return [
            {"kind": kind if kind in known else PhoneKind.OTHER, "number": storable(number)}
            for kind, number in zip(kinds, numbers, strict=False)
        ]

    def organization_named(self) -> Organization | None:
        """The organization of this name, None for none. Raises Organization.DoesNotExist."""
        name = self.cleaned_data["organization"].strip()
        return Organization.objects.filter(name__iexact=name).order_by("pk")[:1].get() if name else None


def _numbers(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Those that are written, with nothing but what the form has of them."""
    return [{"kind": str(row["kind"]), "number": row["number"].strip()} for row in rows if row["number"].strip()]


class OrganizationForm(MeanwhileForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    domains = forms.CharField(
        label=_("Mail domains"),
        max_length=5_000,
        required=False,
        help_text=_("Who writes from one of these belongs to it from their first message on. Separate them by commas."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    notes = forms.CharField(
        label=_("Notes"),
        max_length=10_000,
        required=False,
        help_text=_("For colleagues only; shown beside every ticket of its people."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    shares_tickets = forms.BooleanField(label=_("Everybody in it sees all of its requests"), required=False)

    def __init__(self, *args: Any, organization: Organization, is_lead: bool, **kwargs: Any) -> None:
        self.organization = organization
        initial = {name: getattr(organization, name) for name in ("name", "notes", "tier", "shares_tickets")}
        initial["domains"] = ", ".join(organization.domains)
        self.stored = {**initial, "domains": list(organization.domains)}
        super().__init__(*args, **{**kwargs, "initial": initial})
        if not is_lead:
            del self.fields["tier"], self.fields["shares_tickets"]

    def clean_domains(self) -> list[str]:
        domains = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", self.cleaned_data["domains"].lower()))))
        for domain in domains:
            if not _DOMAIN.fullmatch(domain):
                raise forms.ValidationError(_("“%(domain)s” is not a mail domain.") % {"domain": domain})
        if len(domains) > _MOST_DOMAINS:
            raise forms.ValidationError(_("At most %(most)s domains.") % {"most": _MOST_DOMAINS})
        try:
            refuse_wrong_domains(self.organization, domains)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return domains
