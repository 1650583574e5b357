"""The settings, below /settings/. An app with a page of its own includes its urls in helpdesk/urls.py before this."""

from django.urls import path

from desk.settings.views import agents, configuration, forms, levels, mailboxes, organizations, start, tags, teams

app_name = "settings"

urlpatterns = [
    path("", start.start, name="start"),
    path("history/", start.history, name="history"),
    path("changes/<int:pk>/undo/", start.undo, name="undo"),
    path("configuration/", configuration.configuration, name="configuration"),
    path("configuration/export/", configuration.export_file, name="export"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/archive/", teams.archive, name="archive_team"),
    path("agents/", agents.agents, name="agents"),
    path("agents/invite/", agents.invite, name="invite_agent"),
    path("agents/<int:pk>/", agents.agent, name="agent"),
    path("agents/<int:pk>/invite-again/", agents.again, name="invite_agent_again"),
    path("agents/<int:pk>/deactivate/", agents.deactivate, name="deactivate_agent"),
    path("agents/<int:pk>/reactivate/", agents.reactivate, name="reactivate_agent"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.new_organization, name="new_organization"),
    path("organizations/<int:pk>/", organizations.organization, name="organization"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailboxes.new_mailbox, name="new_mailbox"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/test/", mailboxes.test_mail, name="test_mail"),
    path("escalation-reasons/", levels.reasons, name="escalation_reasons"),
    path("escalation-reasons/new/", levels.new_reason, name="new_escalation_reason"),
    path("escalation-reasons/<int:pk>/", levels.reason, name="escalation_reason"),
    path("escalation-reasons/<int:pk>/archive/", levels.archive_reason, name="archive_escalation_reason"),
    path("level-guides/", levels.guides, name="level_guides"),
    path("level-guides/<int:level>/", levels.guide, name="level_guide"),
    path("fields/", forms.fields, name="fields"),
    path("fields/new/", forms.new_field, name="new_field"),
    path("fields/<int:pk>/", forms.field, name="field"),
    path("fields/<int:pk>/archive/", forms.archive, name="archive_field"),
    path("forms/", forms.forms, name="forms"),
    path("forms/new/", forms.new_form, name="new_form"),
    path("forms/<int:pk>/", forms.form, name="form"),
    path("tags/", tags.tags, name="tags"),
    path("tags/new/", tags.new_tag, name="new_tag"),
    path("tags/<int:pk>/", tags.tag, name="tag"),
    path("tags/<int:pk>/merge/", tags.merge, name="merge_tag"),
    path("tags/<int:pk>/archive/", tags.archive, name="archive_tag"),
]
