"""Where the API has what belongs to answering: drafts for somebody outside."""

from django.urls import path

from tickets.api import side_conversations

urlpatterns = [
    path(
        "tickets/<int:number>/side-conversations/draft/",
        side_conversations.SideDraft.as_view(),
        name="forward_draft",
    ),
    path(
        "tickets/<int:number>/side-conversations/<int:pk>/draft/",
        side_conversations.SideDraft.as_view(),
        name="side_draft",
    ),
]
