"""What a customer is mailed: their own choice, beside the links in the mails."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import PersonRequest, customer_required
from mail.proactive.actions import is_unsubscribed
from metrics.actions.answering import gets_surveys
from portal.forms import NotifiedForm
from portal.notified import keep_choices
from status.queries import subscriptions_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@customer_required
def notified(request: PersonRequest) -> HttpResponseBase:
    """Answers to requests are mailed in any case; the rest is theirs to choose."""
    subscriptions = subscriptions_of(request.user)
    if request.method == "POST":
        form = NotifiedForm(request.POST, issues=subscriptions)
        if form.is_valid():
            chosen = form.cleaned_data
            keep_choices(request.user, messages=chosen["messages"], surveys=chosen["surveys"], given_up=form.given_up())
            messages.success(request, _("Saved."))
            return redirect("portal:notified")
    else:
        form = NotifiedForm(
            issues=subscriptions,
            initial={
                "messages": not is_unsubscribed(request.user),
                "surveys": gets_surveys(request.user),
                "issues": [one.pk for one in subscriptions],
            },
        )
    return render(request, "portal/notified.html", {"form": form}, status=422 if form.errors else 200)
