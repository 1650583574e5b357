"""Pages and acts around answering."""

from django.urls import path

from desk.views import answering, side_conversations, timing

urlpatterns = [
    path("tickets/<int:number>/side/draft/", side_conversations.draft, name="forward_draft"),
    path("tickets/<int:number>/side/discard/", side_conversations.discard, name="discard_forward"),
    path("tickets/<int:number>/side/<int:pk>/draft/", side_conversations.draft, name="side_draft"),
    path("tickets/<int:number>/side/<int:pk>/discard/", side_conversations.discard, name="discard_side"),
    path("tickets/<int:number>/side/held/", side_conversations.held, name="forward_held"),
    path("tickets/<int:number>/side/take-back/", side_conversations.take_back, name="take_forward_back"),
    path("tickets/<int:number>/side/<int:pk>/held/", side_conversations.held, name="side_held"),
    path("tickets/<int:number>/side/<int:pk>/take-back/", side_conversations.take_back, name="take_side_back"),
    path("tickets/<int:number>/times/", timing.entries, name="times"),
    path("tickets/<int:number>/times/log/", timing.log, name="log_time"),
    path("tickets/<int:number>/times/<int:pk>/", timing.change, name="change_time"),
    path("tickets/<int:number>/times/<int:pk>/remove/", timing.remove, name="remove_time"),
    path("times/export/", timing.export, name="export_times"),
    path("after-sending/", answering.after_sending, name="after_sending"),
]
