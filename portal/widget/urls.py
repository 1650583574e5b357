"""The help widget, below /widget/, and the script of its tag."""

from django.urls import path

from portal.widget import asking_views, looking_views, request_views

app_name = "widget"
_IN = "widget/<str:language>/"

urlpatterns = [
    path("widget.js", looking_views.script, name="script"),
    path("widget/", looking_views.frame, name="frame"),
    path(f"{_IN}", looking_views.start, name="start"),
    path(f"{_IN}search/", looking_views.search, name="search"),
    path(f"{_IN}articles/<str:slug>/", looking_views.article, name="article"),
    path(f"{_IN}drafted/", looking_views.drafted, name="drafted"),
    path(f"{_IN}solved/", looking_views.solved, name="solved"),
    path(f"{_IN}identity/", looking_views.identity, name="identity"),
    path(f"{_IN}answers/", asking_views.answers, name="answers"),
    path(f"{_IN}ask/", asking_views.ask, name="ask"),
    path(f"{_IN}ask/questions/", asking_views.questions, name="questions"),
    path(f"{_IN}confirm/", asking_views.confirm, name="confirm"),
    path(f"{_IN}requests/", request_views.requests, name="requests"),
    path(f"{_IN}requests/<int:number>/", request_views.one_request, name="request"),
    path(f"{_IN}requests/<int:number>/answer/", request_views.answer, name="answer"),
]
