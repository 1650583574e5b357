"""Where the API has what belongs to answering: drafts for somebody outside, and times."""

from django.urls import path

from tickets.api import side_conversations, timing

urlpatterns = [
    path("tickets/<int:number>/times/", timing.Times.as_view(), name="times"),
    path("tickets/<int:number>/times/<int:pk>/", timing.OneTime.as_view(), name="time"),
    path(
        "tickets/<int:number>/side-conversations/draft/",
        side_conversations.ForwardDraft.as_view(),
        name="forward_draft",
    ),
    path(
        "tickets/<int:number>/side-conversations/<int:pk>/draft/",
        side_conversations.SideDraft.as_view(),
        name="side_draft",
    ),
]
