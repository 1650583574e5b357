"""The page of the help widget in the settings: who may show it, how it looks, its tag, and the secret for signed visitors."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.brands import brands
from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from chat.actions import WIDGET, renew_secret, set_widget, widget_now
from chat.identity import LONGEST_AGE
from desk.settings.http import edited, history_context, status_of
from desk.widget.forms import WidgetForm
from helpdesk import clock

_PYTHON = """\
import hashlib, hmac, time

timestamp = str(int(time.time()))
words = f"{email}\\n{name}\\n{timestamp}"
signature = hmac.new(SECRET.encode(), words.encode(), hashlib.sha256).hexdigest()

<script src="%s" async
  data-email="{email}" data-name="{name}"
  data-timestamp="{timestamp}" data-signature="{signature}"></script>
"""


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def widget(request: AgentRequest) -> HttpResponse:
    chosen = widget_now()
    form = WidgetForm(request.POST or None, widget=chosen)

    def save() -> None:
        set_widget(actor=request.user, **form.fields_of_widget)

    to = reverse("widget_settings:widget")
    if saved := edited(request, form, save, kind=WIDGET, thing=chosen, to=to):
        return saved
    is_changing = chosen.former_until is not None and chosen.former_until > clock.now()
    script = f"{settings.SITE_URL}{reverse('widget:script')}"
    context = {
        "form": form,
        "widget": chosen,
        "former_until": chosen.former_until if is_changing else None,
        "hours": LONGEST_AGE // 3600,
        "tag": f'<script src="{script}" async></script>',
        "tags": [
            (brand, f'<script src="{brand.site}{reverse("widget:script")}" async></script>')
            for brand in brands()
            if brand.host
        ],
        "python": _PYTHON % script,
        "site": settings.SITE_URL,
        "heading": _("Help widget"),
        "back": reverse("settings:start"),
        "page_key": "widget",
        **history_context(WIDGET, chosen),
    }
    return render(request, "settings/widget/widget.html", context, status=status_of(form))


@require_POST
@may_required(Permission.SETTINGS)
def secret(request: AgentRequest) -> HttpResponse:
    """The first one, or another in its place."""
    renewed = renew_secret(actor=request.user)
    if renewed.former_secret:
        messages.success(request, _("The new secret counts. The former one still does for 24 hours."))
    else:
        messages.success(request, _("The secret is made."))
    return HttpResponseRedirect(reverse("widget_settings:widget") + "#identity")
