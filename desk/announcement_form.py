"""The form of an announcement, a win or a lesson; each kind shows what it has."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from helpdesk import clock
from helpdesk.moment_field import MomentField
from tickets.content import html_of
from tickets.models import Announcement, Macro, Ticket
from tickets.models.announcement import AnnouncementKind
from tickets.models.macro import MacroScope

USUAL_LIFE = timedelta(days=7)
_MOST_MACROS = 200
_ONLY_ANNOUNCEMENTS = ("starts_at", "ends_at", "macro")


class AnnouncementForm(forms.Form):
    html = forms.CharField(required=False)
    text = forms.CharField(required=False)
    teams = forms.ModelMultipleChoiceField(
        label=_("For"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_at = MomentField(label=_("From"), required=False, help_text=_("At once when left empty."))
    ends_at = MomentField(label=_("Until"), required=False, help_text=_("Then it is no longer shown above."))
    macro = forms.ModelChoiceField(
        label=_("Say this"),
        queryset=Macro.objects.none(),
        required=False,
        empty_label=_("No macro"),
        help_text=_("A macro that colleagues can put into their reply at once."),
    )
    ticket = forms.CharField(
        label=_("Ticket"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1042"}),
    )

    def __init__(
        self, *args: Any, person: User, kind: str, teams: list[Team], announcement: Announcement | None, **kwargs: Any
    ) -> None:
        self.person, self.announcement = person, announcement
        kwargs["initial"] = _initial(announcement, kind)
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["teams"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        kept = announcement.macro_id if announcement is not None else None
        offered = Macro.objects.visible_to(person).kept().exclude(scope=MacroScope.PRIVATE).exclude(html="")
        names = list(offered.order_by("name").values_list("pk", flat=True)[:_MOST_MACROS])
        fields["macro"].queryset = Macro.objects.visible_to(person).filter(Q(pk__in=names) | Q(pk=kept))
        if kind != AnnouncementKind.ANNOUNCEMENT:
            for name in _ONLY_ANNOUNCEMENTS:
                del self.fields[name]

    def clean_ticket(self) -> Ticket | None:
        """By its number, if the person sees it."""
        number = self.cleaned_data["ticket"].strip().removeprefix("#")
        if not number:
            return None
        is_number = number.isascii() and number.isdecimal() and len(number) < 19
        ticket = Ticket.objects.visible_to(self.person).filter(pk=int(number)).first() if is_number else None
        if ticket is None:
            raise forms.ValidationError(_("There is no such ticket, or not for you."))
        return ticket

    @property
    def fields_of_announcement(self) -> dict[str, Any]:
        """As the verbs take them. Teams that this person cannot choose, private or archived ones, stay."""
        fields = dict(self.cleaned_data)
        text = fields.pop("text")
        fields["html"] = fields["html"] or html_of(text)
        if self.announcement is None:
            return fields
        offered = self.fields["teams"].queryset  # type: ignore[attr-defined]  # of the field's kind
        fields["teams"] = [*fields["teams"], *self.announcement.teams.exclude(pk__in=offered)]
        if "starts_at" in fields and not fields["starts_at"] and self.announcement.starts_at > clock.now():
            fields["starts_at"] = clock.now()  # "at once when left empty"
        return fields


def _initial(announcement: Announcement | None, kind: str) -> dict[str, Any]:
    if announcement is None:
        return {"ends_at": timezone.localtime() + USUAL_LIFE} if kind == AnnouncementKind.ANNOUNCEMENT else {}
    return {
        "teams": announcement.teams.all(),
        "starts_at": announcement.starts_at,
        "ends_at": announcement.ends_at,
        "macro": announcement.macro_id,
        "ticket": announcement.ticket_id or "",
    }
