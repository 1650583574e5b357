"""The settings, below /settings/. An app with a page of its own includes its urls in helpdesk/urls.py before this."""

from django.urls import path

from desk.settings.views import agents, start, tags, teams

app_name = "settings"

urlpatterns = [
    path("", start.start, name="start"),
    path("history/", start.history, name="history"),
    path("changes/<int:pk>/undo/", start.undo, name="undo"),
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
    path("tags/", tags.tags, name="tags"),
    path("tags/new/", tags.new_tag, name="new_tag"),
    path("tags/<int:pk>/", tags.tag, name="tag"),
    path("tags/<int:pk>/merge/", tags.merge, name="merge_tag"),
    path("tags/<int:pk>/archive/", tags.archive, name="archive_tag"),
]
