"""Hearing how a known issue goes on, over the API: for oneself, for who asks on pages of one's own, and by our mails' links."""

from typing import ClassVar

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.languages import default_language, language_shown_to
from accounts.limits import STRANGERS_REQUESTS, TooMany, spend
from helpdesk.api.fields import Email, RequestBody, UtcTime, Word, Words
from helpdesk.api.schema import Operation
from status import actions
from status.api.issues import issue_of
from status.mailing import subscription_of
from status.models import IssueSubscription
from status.queries import subscription_to
from tickets.errors import Invalid

LANGUAGES = {code: code for code, _name in settings.LANGUAGES}


class IssueSubscriptionOut(serializers.Serializer):
    issue = serializers.IntegerField(source="issue_id")
    email = serializers.CharField()
    language = serializers.CharField()
    confirmed_at = UtcTime(allow_null=True, help_text="Null until the link in the mail was followed; no news before.")


class IssueSubscriptionIn(RequestBody):
    email = Email(help_text="Is mailed a link; news come once it was followed.")
    language = Word(LANGUAGES, required=False, help_text="Of the mails.")


class IssueSubscriptionToken(RequestBody):
    token = Words(max_length=200, help_text="What stands last in the address of the mail's link.")


class OwnSubscription(ApiView):
    operations: ClassVar = {
        "get": Operation("get_issue_subscription", gives=IssueSubscriptionOut),
        "put": Operation("subscribe_to_issue", gives=IssueSubscriptionOut),
        "delete": Operation("unsubscribe_from_issue", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Yours; 404 when you have none."""
        return Response(IssueSubscriptionOut(_own(request, pk)).data)

    def put(self, request: ApiRequest, pk: int) -> Response:
        """Be mailed how it goes on, at your own address; nothing is left to confirm."""
        issue, person = issue_of(request, pk), request.user
        if not person.email:
            raise Invalid(_("Enter an email address."))
        language = language_shown_to(person)
        wanted = actions.subscribe(issue, email=person.email, language=language, is_known=True)
        wanted.refresh_from_db()
        return Response(IssueSubscriptionOut(wanted).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """No more mails about it; also when there were none."""
        subscription = subscription_to(issue_of(request, pk), request.user)
        if subscription is not None:
            actions.unsubscribe(subscription)
        return Response(status=204)


class Subscriptions(ApiView):
    staff_only = True
    operations: ClassVar = {
        "post": Operation(
            "ask_for_issue_subscription", takes=IssueSubscriptionIn, gives=IssueSubscriptionOut, status=201
        )
    }

    def post(self, request: ApiRequest, pk: int) -> Response:
        """For somebody who asks on a page of yours: they are mailed a link that shows the address to be theirs."""
        issue, taken = issue_of(request, pk), self.taken(request)
        try:
            spend(STRANGERS_REQUESTS, f"issue-subscription:{taken['email']}")
        except TooMany as refusal:
            raise Throttled(refusal.wait.total_seconds()) from None
        language = taken.get("language") or default_language()
        return Response(
            IssueSubscriptionOut(actions.subscribe(issue, email=taken["email"], language=language)).data, status=201
        )


class Confirm(ApiView):
    operations: ClassVar = {
        "post": Operation("confirm_issue_subscription", takes=IssueSubscriptionToken, gives=IssueSubscriptionOut)
    }

    def post(self, request: ApiRequest) -> Response:
        """As the page of the mail's link does; once more changes nothing."""
        subscription = _held(self.taken(request)["token"])
        actions.confirm(subscription)
        subscription.refresh_from_db()
        return Response(IssueSubscriptionOut(subscription).data)


class End(ApiView):
    operations: ClassVar = {"post": Operation("end_issue_subscription", takes=IssueSubscriptionToken, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """By the link at the end of each of its mails; 404 when it has ended already."""
        actions.unsubscribe(_held(self.taken(request)["token"]))
        return Response(status=204)


def _own(request: ApiRequest, pk: int) -> IssueSubscription:
    subscription = subscription_to(issue_of(request, pk), request.user)
    if subscription is None:
        raise Http404
    return subscription


def _held(token: str) -> IssueSubscription:
    subscription = subscription_of(token)
    if subscription is None:
        raise Http404
    return subscription
