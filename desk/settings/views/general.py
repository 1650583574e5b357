"""What holds for the whole desk."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actions.general import BOUNDS, GENERAL, LONGEST_NAME, set_general
from accounts.general import general as general_now
from accounts.general import read_general
from accounts.http import AgentRequest, may_required
from accounts.models import GeneralSettings, User
from accounts.permissions import Permission
from desk.settings.history import changes_of, latest_key, told
from desk.settings.http import MOST_SHOWN, edited, status_of
from desk.settings.pages import page_named


def _number(name: str, label: Any, help_text: Any = "") -> forms.IntegerField:
    least, most = BOUNDS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


class GeneralForm(forms.Form):
    desk_name = forms.CharField(
        label=_("Name of the desk"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Agents and customers read it at the head of each page. Empty: “Helpdesk”."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of mails to customers who have not chosen one. Texts in it are written under Notification texts."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in sorted(available_timezones())],
        help_text=_(
            "In which times are shown to whoever has not chosen one. SLA times have the zone of their calendar."
        ),
    )
    close_after_days = _number(
        "close_after_days",
        _("Days until a solved ticket is closed"),
        _("Until then an answer of the customer opens it again; afterwards it opens a new one, linked with it."),
    )
    acknowledges = forms.BooleanField(
        label=_("Acknowledge new tickets"),
        required=False,
        help_text=_("Customers are told by mail, at once, that their message has come."),
    )
    keeps_time = forms.BooleanField(
        label=_("Time tracking"),
        required=False,
        help_text=_("Agents write down how long they worked on a ticket."),
    )
    undo_seconds = forms.TypedChoiceField(
        label=_("Undo after Send"),
        coerce=int,
        choices=User._meta.get_field("undo_seconds").choices or (),
        help_text=_("For new colleagues; each can choose for themselves in their profile."),
    )
    notification_hold_seconds = _number(
        "notification_hold_seconds",
        _("Seconds until a notification is mailed"),
        _("What a colleague reads at the desk meanwhile is not mailed."),
    )
    identity_minutes = _number("identity_minutes", _("Minutes that an identity check holds"))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def general(request: AgentRequest) -> HttpResponse:
    form = GeneralForm(request.POST or None, initial=read_general().described())
    row = GeneralSettings.objects.first()

    def save() -> None:
        set_general(actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=GENERAL, thing=row, to=reverse("settings:general")):
        return saved
    page = page_named("general")
    context = {
        "form": form,
        "heading": page.title if page else "",
        "about": page.about if page else "",
        "back": reverse("settings:start"),
        "page_key": "general",
        "history": told(changes_of(GENERAL)[:MOST_SHOWN]),
        "history_seen": latest_key(GENERAL, row.pk if row else 1),
        "name_now": general_now().desk_name,
    }
    return render(request, "settings/general.html", context, status=status_of(form))
