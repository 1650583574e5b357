"""Every component on one page, to look at while designing; wired only with DEBUG."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    email = forms.EmailField(label=_("Your email address"), help_text=_("We answer there."))
    subject = forms.CharField(label=_("What is it about?"), required=False)
    urgent = forms.BooleanField(label=_("I cannot work until this is solved"), required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    ages = [timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3), timedelta(days=2), timedelta(days=40)]
    form = ExampleForm({"email": "ann@"})
    people = [
        "Ann Lee",
        "Omar Haddad",
        "Zoë Åkesson",
        "李小龙",
        "ops@example.net",
        "Maximiliane von Hohenstein-Wartburg",
    ]
    return render(
        request,
        "styleguide.html",
        {
            "times": [now - age for age in ages],
            "people": people,
            "form": form,
            "statuses": ["new", "open", "pending", "on_hold", "solved", "closed"],
            "page": SimpleNamespace(next="a", previous="b"),
        },
    )
