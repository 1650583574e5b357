"""Pages and acts around answering."""

from django.urls import path

from desk.views import answering, side_conversations

urlpatterns = [
    path("tickets/<int:number>/side/draft/", side_conversations.draft, name="forward_draft"),
    path("tickets/<int:number>/side/discard/", side_conversations.discard, name="discard_forward"),
    path("tickets/<int:number>/side/<int:pk>/draft/", side_conversations.draft, name="side_draft"),
    path("tickets/<int:number>/side/<int:pk>/discard/", side_conversations.discard, name="discard_side"),
    path("after-sending/", answering.after_sending, name="after_sending"),
]
