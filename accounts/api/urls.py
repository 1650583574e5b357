from django.urls import path

from accounts.api import addresses, me, staff, views

urlpatterns = [
    path("me/", me.Me.as_view(), name="me"),
    path("me/tokens/", me.Tokens.as_view(), name="my_tokens"),
    path("me/tokens/<int:pk>/", me.OneToken.as_view(), name="my_token"),
    path("people/", views.People.as_view(), name="people"),
    path("people/<int:pk>/", views.Person.as_view(), name="person"),
    path("people/<int:pk>/addresses/", addresses.Addresses.as_view(), name="addresses"),
    path("people/<int:pk>/addresses/<int:address>/", addresses.OneAddress.as_view(), name="address"),
    path("people/<int:pk>/addresses/<int:address>/make-first/", addresses.MakeFirst.as_view(), name="make_first"),
    path("people/<int:pk>/changes/", addresses.PersonChanges.as_view(), name="person_changes"),
    path("organizations/", views.Organizations.as_view(), name="organizations"),
    path("organizations/<int:pk>/", views.OneOrganization.as_view(), name="organization"),
    path("organizations/<int:pk>/changes/", addresses.OrganizationChanges.as_view(), name="organization_changes"),
    path("teams/", staff.Teams.as_view(), name="teams"),
    path("teams/<int:pk>/", staff.OneTeam.as_view(), name="team"),
    path("agents/", staff.Agents.as_view(), name="agents"),
    path("agents/<int:pk>/", staff.OneAgent.as_view(), name="agent"),
    path("agents/<int:pk>/invite-again/", staff.InviteAgain.as_view(), name="invite_agent_again"),
]
