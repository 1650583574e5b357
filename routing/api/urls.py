from django.urls import path

from routing.api import plans, rules, smart, teams

urlpatterns = [
    path("rules/", rules.Rules.as_view(), name="rules"),
    path("rules/order/", rules.OrderRules.as_view(), name="order_rules"),
    path("rules/try/", rules.TryRule.as_view(), name="try_rule"),
    path("rules/<int:pk>/", rules.OneRule.as_view(), name="rule"),
    path("rules/<int:pk>/archive/", rules.ArchiveRule.as_view(), name="archive_rule"),
    path("rules/<int:pk>/restore/", rules.RestoreRule.as_view(), name="restore_rule"),
    path("rules/<int:pk>/duplicate/", rules.DuplicateRule.as_view(), name="duplicate_rule"),
    path("rules/<int:pk>/run/", rules.RunRule.as_view(), name="run_rule"),
    path("rules/<int:pk>/versions/", rules.RuleVersions.as_view(), name="rule_versions"),
    path("rules/<int:pk>/versions/<int:number>/restore/", rules.RestoreVersion.as_view(), name="restore_rule_version"),
    path("tickets/<int:number>/rules/", rules.TicketRules.as_view(), name="ticket_rules"),
    path("smart-routing/", smart.SmartRouting.as_view(), name="smart_routing"),
    path("smart-routing/measure/", smart.MeasureSmartRouting.as_view(), name="measure_smart_routing"),
    path("smart-routing/fields/<str:field>/", smart.OneSmartField.as_view(), name="smart_field"),
    path("tickets/<int:number>/proposals/", smart.Proposals.as_view(), name="proposals"),
    path("tickets/<int:number>/proposals/<str:field>/accept/", smart.AcceptProposal.as_view(), name="accept_proposal"),
    path(
        "tickets/<int:number>/proposals/<str:field>/dismiss/", smart.DismissProposal.as_view(), name="dismiss_proposal"
    ),
    path(
        "tickets/<int:number>/proposals/<str:field>/undo/", smart.TakeBackProposal.as_view(), name="take_back_proposal"
    ),
    path("teams/<int:pk>/assignment/", teams.TeamAssignments.as_view(), name="team_assignment"),
    path("webhook-targets/", teams.Targets.as_view(), name="webhook_targets"),
    path("webhook-targets/<int:pk>/archive/", teams.ArchiveTarget.as_view(), name="archive_webhook_target"),
    path("webhook-targets/<int:pk>/restore/", teams.RestoreTarget.as_view(), name="restore_webhook_target"),
    path("emergency-plans/", plans.Plans.as_view(), name="emergency_plans"),
    path("emergency-plans/<int:pk>/", plans.OnePlan.as_view(), name="emergency_plan"),
    path("emergency-plans/<int:pk>/archive/", plans.ArchivePlan.as_view(), name="archive_emergency_plan"),
    path("emergency-plans/<int:pk>/restore/", plans.RestorePlan.as_view(), name="restore_emergency_plan"),
    path("tickets/<int:number>/emergencies/", plans.TicketEmergencies.as_view(), name="ticket_emergencies"),
    path("webhook-deliveries/", teams.Deliveries.as_view(), name="webhook_deliveries"),
]
