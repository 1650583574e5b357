"""How a person likes to answer, chosen where they do it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.http import staff_required
from accounts.models import AfterSending
from accounts.profile import change_profile
from desk.http import DeskRequest, refused, with_toast
from desk.templatetags.composing import after_sending as choices
from tickets.errors import Invalid

_FROM_NOW_ON = {
    AfterSending.STAY: gettext_lazy("From now on you stay on the ticket after Send."),
    AfterSending.NEXT: gettext_lazy("From now on you go to the next ticket of your list after Send."),
    AfterSending.LIST: gettext_lazy("From now on you go back to your list after Send."),
}


@require_POST
@staff_required
def after_sending(request: DeskRequest) -> HttpResponse:
    """Where the desk goes after Send."""
    try:
        chosen = AfterSending(request.POST.get("after_sending", ""))
    except ValueError:
        return refused(request, Invalid(_("Choose one of the offered values.")))
    change_profile(request.user, after_sending=chosen)
    if not request.htmx:
        return HttpResponseRedirect(reverse("profile"))
    return with_toast(HttpResponse(choices(chosen)), str(_FROM_NOW_ON[chosen]))
