from django.urls import path

from accounts.api import me, views

urlpatterns = [
    path("me/", me.Me.as_view(), name="me"),
    path("me/tokens/", me.Tokens.as_view(), name="my_tokens"),
    path("me/tokens/<int:pk>/", me.OneToken.as_view(), name="my_token"),
    path("people/", views.People.as_view(), name="people"),
    path("people/<int:pk>/", views.Person.as_view(), name="person"),
    path("organizations/", views.Organizations.as_view(), name="organizations"),
    path("organizations/<int:pk>/", views.OneOrganization.as_view(), name="organization"),
    path("teams/", views.Teams.as_view(), name="teams"),
    path("teams/<int:pk>/", views.OneTeam.as_view(), name="team"),
]
