"""Rules over the API: the list, changing them, their history, trying them, and what they made of a ticket. For admins."""

from typing import Any

from django.urls import reverse
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Scope
from helpdesk.api.pagination import PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from routing import actions
from routing.api import shapes
from routing.conditions import Group
from routing.holding import because, seen_by_rules
from routing.models import Rule
from routing.queries import rules_like, why, words_of
from routing.reading import read_conditions, read_parts
from routing.traces import explain
from routing.trying import run_on, try_rule
from routing.words import Labels, node_text
from tickets.access import ticket_for
from tickets.api.settings_view import SettingsView

_IN_ORDER = Sort("position")


class Rules(SettingsView):
    operations = {
        "get": Operation("list_rules", query=shapes.RuleQuery, gives=shapes.RulePage),
        "post": Operation("add_rule", takes=shapes.NewRule, gives=shapes.RuleOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """In the order in which they are asked."""
        asked = self.asked(request)
        rules = rules_like(asked.get("q", ""), state=asked.get("state", ""), archived=asked["archived"])
        page = page_of(rules, sort=_IN_ORDER, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        words = dict(zip([rule.pk for rule in page.rows], words_of(page.rows), strict=True))
        return paged(page, shapes.RuleOut, person=request.user, words=words)

    def post(self, request: ApiRequest) -> Response:
        """Make a rule, the last in order. What is wrong with it is told at its place in `errors`."""
        rule = actions.add_rule(actor=request.user, **self.taken(request))
        return _shown(rule, request, 201, Location=reverse("api:rule", args=[rule.pk]))


class OneRule(SettingsView):
    operations = {
        "get": Operation("get_rule", gives=shapes.RuleOut),
        "patch": Operation("change_rule", takes=shapes.RuleChange, gives=shapes.RuleOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(Rule.objects.get(pk=pk), request)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change it; `state` switches it on and off. Each change is a version of its own. Fields left out stay."""
        return _shown(actions.change_rule(Rule.objects.get(pk=pk), actor=request.user, **self.taken(request)), request)


class OrderRules(SettingsView):
    operations = {"post": Operation("order_rules", takes=shapes.RuleOrder, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Put rules into another order."""
        actions.order_rules(self.taken(request)["order"], actor=request.user)
        return Response(status=204)


class ArchiveRule(SettingsView):
    operations = {"post": Operation("archive_rule", gives=shapes.RuleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take it out of the list; it does not act any more. `restore` brings it back."""
        actions.archive_rule(Rule.objects.get(pk=pk), actor=request.user)
        return _shown(Rule.objects.get(pk=pk), request)


class RestoreRule(SettingsView):
    operations = {"post": Operation("restore_rule", gives=shapes.RuleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring an archived rule back, on or off as it was."""
        actions.restore_rule(Rule.objects.get(pk=pk), actor=request.user)
        return _shown(Rule.objects.get(pk=pk), request)


class DuplicateRule(SettingsView):
    operations = {"post": Operation("duplicate_rule", gives=shapes.RuleOut, status=201)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """A copy right behind it, as a draft."""
        copy = actions.duplicate_rule(Rule.objects.get(pk=pk), actor=request.user)
        return _shown(copy, request, 201, Location=reverse("api:rule", args=[copy.pk]))


class RuleVersions(SettingsView):
    operations = {"get": Operation("list_rule_versions", query=PageQuery, gives=shapes.VersionPage)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who changed what, the newest first."""
        asked = self.asked(request)
        versions = Rule.objects.get(pk=pk).versions.select_related("by")
        sort = Sort("number", descending=True)
        page = page_of(versions, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, shapes.VersionOut, person=request.user)


class RestoreVersion(SettingsView):
    operations = {"post": Operation("restore_rule_version", gives=shapes.RuleOut)}

    def post(self, request: ApiRequest, pk: int, number: int) -> Response:
        """Bring back what it said then, as a new version; on or off stays as it is."""
        return _shown(actions.restore_version(Rule.objects.get(pk=pk), actor=request.user, number=number), request)


class TryRule(SettingsView):
    operations = {"post": Operation("try_rule", takes=shapes.RuleParts, gives=shapes.TrialOut, scope=Scope.READ)}

    def post(self, request: ApiRequest) -> Response:
        """What it would have done in the last 30 days, each ticket as it was then. Changes nothing."""
        taken = self.taken(request)
        reading = read_parts(taken["when"], taken.get("conditions"), taken["effects"])
        return Response(shapes.TrialOut(try_rule(reading)).data)


class RunRule(SettingsView):
    operations = {"post": Operation("run_rule", takes=shapes.RunIn, gives=shapes.RunOut, scope=Scope.READ)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Every condition of the rule on one ticket, as it was when the rule would have been asked last. Changes nothing."""
        rule = Rule.objects.get(pk=pk)
        ticket = ticket_for(request.user, self.taken(request)["ticket"])
        run = run_on(read_parts(rule.when, rule.conditions, rule.effects), ticket)
        labels = Labels.of([read_conditions(rule.conditions)])
        checked = [{"text": _text(one.node, labels), "depth": one.depth, "holds": one.holds} for one in run.checked]
        told = {
            "would_act": run.would_act,
            "checked": checked,
            "changes": run.changes,
            "asked_at_seq": run.asked_at.seq if run.asked_at else None,
            "is_due": run.is_due,
        }
        return Response(shapes.RunOut(told).data)


class TicketRules(ApiView):
    staff_only = True
    operations = {"get": Operation("list_ticket_rules", gives=shapes.ExplainedList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """What the rules made of its newest events (30 days are kept): which acted, and what was against the others."""
        explained = explain(ticket_for(request.user, number))
        labels = Labels.of(read_conditions(one.rule.conditions) for each in explained for one in each.asked)
        seen = seen_by_rules(explained)
        results = [
            {
                "seq": each.event.seq,
                "kind": each.event.kind,
                "at": each.event.at,
                "rules": [
                    {
                        "rule": one.rule.rule_id,
                        "version": one.rule.number,
                        "name": one.rule.name,
                        "outcome": "acted" if one.has_acted else "failed" if one.has_failed else "did_not_apply",
                        "why": because(one, each.event.seq, seen, labels) or why(one, labels),
                    }
                    for one in each.asked
                ],
            }
            for each in explained
        ]
        return Response(shapes.ExplainedList({"results": results}).data)


def _text(node: Any, labels: Labels) -> str:
    return node.kind if isinstance(node, Group) else node_text(node, labels)


def _shown(rule: Rule, request: ApiRequest, status: int = 200, **headers: str) -> Response:
    return Response(shapes.RuleOut(rule, context={"person": request.user}).data, status, headers=headers)
