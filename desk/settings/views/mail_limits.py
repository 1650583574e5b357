"""How much mail goes: automatic mail within an hour, and mail to one domain within a minute."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actions.general import BOUNDS, GENERAL, set_general
from accounts.general import read_general
from accounts.http import AgentRequest, may_required
from accounts.models import GeneralSettings
from accounts.permissions import Permission
from desk.settings.history import changes_of, latest_key, told
from desk.settings.http import MOST_SHOWN, edited, status_of
from desk.settings.pages import page_named
from helpdesk import clock
from mail.limits import LIMITS, hits_since, waiting_by_domain

_DAY = timedelta(hours=24)


def _number(name: str, label: object, help_text: object) -> forms.IntegerField:
    least, most = BOUNDS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)  # type: ignore[arg-type]


class MailLimitsForm(forms.Form):
    acknowledgements_an_hour = _number(
        "acknowledgements_an_hour",
        _("Automatic answers to one address within an hour"),
        _(
            "So many acknowledgements, and so many answers of rules. More are held back, so that two machines do not talk to "
            "each other for ever. 0: none is sent."
        ),
    )
    automatic_an_hour = _number(
        "automatic_an_hour",
        _("Automatic mails on one ticket within an hour"),
        _("Out-of-office replies and returned mails. More are kept under Incoming mail and go no further."),
    )
    automatic_of_sender_an_hour = _number(
        "automatic_of_sender_an_hour",
        _("Automatic mails from one sender within an hour"),
        _("On all tickets together. More are kept under Incoming mail and go no further."),
    )
    mails_a_minute = _number(
        "mails_a_minute",
        _("Mails to one domain within a minute"),
        _("To any one domain, such as gmail.com. Further ones wait their turn, and none is lost. 0: no limit."),
    )
    domain_paces = forms.CharField(
        label=_("Domains with a number of their own"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "gmail.com 20", "spellcheck": "false"}),
        help_text=_("One a line: the domain, then how many mails it takes within a minute. 0: no limit."),
    )

    def clean_domain_paces(self) -> dict[str, int]:
        """Each line is a domain and a number."""
        paces: dict[str, int] = {}
        for line in self.cleaned_data["domain_paces"].splitlines():
            domain, *number = line.replace(":", " ").replace("=", " ").split() or [""]
            if not domain:
                continue
            if len(number) != 1 or not number[0].isdecimal():
                raise forms.ValidationError(_("Write a domain and a number in each line, such as gmail.com 20."))
            if domain.lower() in paces:
                raise forms.ValidationError(_("%(domain)s stands there twice. Leave one line.") % {"domain": domain})
            paces[domain.lower()] = int(number[0])
        return paces


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def mail_limits(request: AgentRequest) -> HttpResponse:
    now = read_general().described()
    form = MailLimitsForm(
        request.POST or None, initial={name: now[name] for name in LIMITS} | {"domain_paces": _as_lines(now)}
    )
    row = GeneralSettings.objects.first()

    def save() -> None:
        set_general(actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=GENERAL, thing=row, to=reverse("settings:mail_limits")):
        return saved
    page = page_named("mail_limits")
    context = {
        "form": form,
        "heading": page.title if page else "",
        "about": page.about if page else "",
        "back": reverse("settings:start"),
        "page_key": "mail_limits",
        "hits": hits_since(clock.now() - _DAY),
        "waiting": waiting_by_domain(),
        "history": told(changes_of(GENERAL)[:MOST_SHOWN]),
        "history_seen": latest_key(GENERAL, row.pk if row else 1),
    }
    return render(request, "settings/mail_limits.html", context, status=status_of(form))


def _as_lines(now: Mapping[str, Any]) -> str:
    return "\n".join(f"{domain} {number}" for domain, number in now["domain_paces"].items())
