"""What a customer is mailed besides answers, over the API: the same choice as in their profile."""

from typing import ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody
from helpdesk.api.schema import Operation
from mail.proactive.actions import is_unsubscribed
from metrics.actions.answering import gets_surveys
from portal.notified import MOST_ISSUES, keep_choices
from status.queries import subscriptions_of
from tickets.errors import Invalid, NotAllowed


class MailChoicesIn(RequestBody):
    messages = Flag(required=False, help_text="News and tips that we write to many.")
    surveys = Flag(required=False, help_text="Questions about how it went.")
    known_issues = ListOf(
        Id(),
        max_length=MOST_ISSUES,
        required=False,
        help_text="Of those you follow, the ones to go on with; left out: all.",
    )


class MailChoicesOut(serializers.Serializer):
    messages = serializers.BooleanField()
    surveys = serializers.BooleanField()
    known_issues = serializers.ListField(
        child=serializers.IntegerField(), help_text="Those that you follow and that are not resolved."
    )


class MailChoices(ApiView):
    operations: ClassVar = {
        "get": Operation("get_mail_choices", gives=MailChoicesOut),
        "patch": Operation("change_mail_choices", takes=MailChoicesIn, gives=MailChoicesOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """For customers: what you are mailed besides answers to your requests."""
        self._refuse_staff(request)
        return self._shown(request)

    def patch(self, request: ApiRequest) -> Response:
        """For customers: choose it; what you leave out stays as it is."""
        self._refuse_staff(request)
        wanted = self.taken(request)
        kept = wanted.get("known_issues")
        followed = {one.issue_id: one for one in subscriptions_of(request.user)}
        if kept is not None and not followed.keys() >= set(kept):
            raise Invalid(_("You follow no such known issue."))
        keep_choices(
            request.user,
            messages=wanted.get("messages"),
            surveys=wanted.get("surveys"),
            given_up=[] if kept is None else [one for issue, one in followed.items() if issue not in kept],
        )
        return self._shown(request)

    def _refuse_staff(self, request: ApiRequest) -> None:
        if request.user.is_staff:
            raise NotAllowed(_("These are choices of customers."))

    def _shown(self, request: ApiRequest) -> Response:
        person = request.user
        choices = {
            "messages": not is_unsubscribed(person),
            "surveys": gets_surveys(person),
            "known_issues": [one.issue_id for one in subscriptions_of(person)],
        }
        return Response(MailChoicesOut(choices).data)
