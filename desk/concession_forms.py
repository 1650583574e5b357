"""The forms of concessions: granting one, and the limits."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.currencies import CURRENCIES, amount_of, currency_of, plain_amount
from tickets.errors import Invalid
from tickets.models import Concession, ConcessionLimit
from tickets.models.concession import LIMITED_ROLES, ConcessionKind

_USUAL_CURRENCY = "EUR"


class ConcessionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What"), choices=ConcessionKind.choices, widget=forms.RadioSelect, initial="refund"
    )
    amount = forms.CharField(
        label=_("Amount"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited = sorted(set(ConcessionLimit.objects.values_list("currency", flat=True)))
        choices = [*limited, *sorted(CURRENCIES - set(limited))]
        fields: dict[str, Any] = self.fields
        fields["currency"].choices = [(code, code) for code in choices]
        fields["currency"].initial = limited[0] if limited else _USUAL_CURRENCY
        fields["key"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        """`amount` becomes a Decimal, None for an exception without one."""
        cleaned = super().clean() or {}
        written, currency = cleaned.get("amount", "").strip(), cleaned.get("currency", "")
        cleaned["amount"] = None
        if written and currency:
            try:
                cleaned["amount"] = amount_of(written, currency)
            except Invalid as wrong:
                self.add_error("amount", str(wrong))
        elif not written and cleaned.get("kind") != ConcessionKind.EXCEPTION:
            self.add_error("amount", _("Say how much."))
        return cleaned


def another_after(form: ConcessionForm) -> ConcessionForm | None:
    """When the page has granted something else before, and was gone back to: the form as typed, to be sent once more for this
    one. None for the same again, a second click."""
    fields = form.cleaned_data
    before = Concession.objects.filter(key=fields["key"]).first()
    said = ("kind", "amount", "reason")
    if before is None or all(getattr(before, name) == fields[name] for name in said):
        return None
    another = ConcessionForm({**form.data.dict(), "key": str(uuid.uuid4())})  # type: ignore[attr-defined]  # of a request
    another.add_error(None, _("This page has granted something before. Send it again to grant this, too."))
    return another


class LimitsForm(forms.Form):
    """A row for each currency that has a limit and one for a new currency; in it a field for each role."""

    currency = forms.CharField(
        label=_("Another currency"), max_length=3, required=False, widget=forms.TextInput(attrs={"placeholder": "USD"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = {(limit.currency, limit.role): limit.most for limit in ConcessionLimit.objects.all()}
        self.currencies = sorted({currency for currency, _role in self.limits})
        for currency in (*self.currencies, ""):
            for role in LIMITED_ROLES:
                most = self.limits.get((currency, role))
                label = _("%(role)s, %(currency)s") % {"role": role.label, "currency": currency or _("new")}
                self.fields[_name(currency, role)] = forms.CharField(
                    label=label,
                    max_length=20,
                    required=False,
                    initial=plain_amount(most, currency) if most is not None else "",
                    widget=forms.TextInput(
                        attrs={"inputmode": "decimal", "aria-label": label, "autocomplete": "off", "class": "input"}
                    ),
                )

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(currency, self._fields(currency)) for currency in self.currencies]

    @property
    def new_row(self) -> list[forms.BoundField]:
        return self._fields("")

    def clean(self) -> dict[str, Any]:
        """`limits`: currency and role → the amount, None for none."""
        cleaned = super().clean() or {}
        limits: dict[tuple[str, str], Decimal | None] = {}
        for currency in (*self.currencies, ""):
            written = {role.value: cleaned.get(_name(currency, role), "").strip() for role in LIMITED_ROLES}
            code = currency or cleaned.get("currency", "").strip()
            if not currency and not code and not any(written.values()):
                continue
            limits |= self._read(currency, code, written)
        cleaned["limits"] = limits
        return cleaned

    def _read(self, currency: str, code: str, written: dict[str, str]) -> dict[tuple[str, str], Decimal | None]:
        limits: dict[tuple[str, str], Decimal | None] = {}
        try:
            code = currency_of(code)
        except Invalid as wrong:
            self.add_error("currency", str(wrong))
            return limits
        for role, text in written.items():
            if not text and not currency:
                continue  # of a currency that may be there already
            try:
                limits[code, role] = amount_of(text, code) if text else None
            except Invalid as wrong:
                self.add_error(_name(currency, role), str(wrong))
        return limits

    def _fields(self, currency: str) -> list[forms.BoundField]:
        return [self[_name(currency, role)] for role in LIMITED_ROLES]


def _name(currency: str, role: str) -> str:
    return f"most-{currency}-{role}"
