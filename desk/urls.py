"""The agent's workspace, below /desk/."""

from django.urls import path

from desk.views import choices, composing, inbox, opening, properties, source, ticket, transfers

app_name = "desk"

urlpatterns = [
    path("", inbox.start, name="start"),
    path("search/", inbox.search, name="search"),
    path("views/<str:key>/", inbox.view, name="view"),
    path("nav/", inbox.nav, name="nav"),
    path("tags/", properties.tag_suggestions, name="tag_suggestions"),
    path("tickets/new/", opening.new_ticket, name="new_ticket"),
    path("tickets/<int:number>/", ticket.show, name="ticket"),
    path("tickets/<int:number>/live/", ticket.live, name="ticket_live"),
    path("tickets/<int:number>/assignees/", choices.assignees, name="assignees"),
    path("tickets/<int:number>/teams/", choices.teams, name="teams"),
    path("tickets/<int:number>/escalate/form/", choices.escalation_form, name="escalation_form"),
    path("tickets/<int:number>/timeline/", choices.timeline, name="timeline"),
    path("tickets/<int:number>/composer/", composing.composer, name="composer"),
    path("tickets/<int:number>/draft/", composing.draft, name="draft"),
    path("tickets/<int:number>/discard/", composing.discard, name="discard"),
    path("tickets/<int:number>/send/", composing.send, name="send"),
    path("tickets/<int:number>/assign/", properties.assign, name="assign"),
    path("tickets/<int:number>/team/", properties.team, name="team"),
    path("tickets/<int:number>/status/", properties.status, name="status"),
    path("tickets/<int:number>/priority/", properties.priority, name="priority"),
    path("tickets/<int:number>/tags/", properties.tags, name="tags"),
    path("tickets/<int:number>/subject/", properties.subject, name="subject"),
    path("tickets/<int:number>/escalate/", properties.escalate, name="escalate"),
    path("tickets/<int:number>/accept/", properties.accept, name="accept"),
    path("tickets/<int:number>/decline/", properties.decline, name="decline"),
    path("tickets/<int:number>/hand-back/", properties.hand_back, name="hand_back"),
    path("tickets/<int:number>/spam/", properties.spam, name="spam"),
    path("tickets/<int:number>/delete/", properties.delete, name="delete"),
    path("tickets/<int:number>/restore/", properties.restore, name="restore"),
    path("tickets/<int:number>/merge/", transfers.merge, name="merge"),
    path("tickets/<int:number>/unmerge/", transfers.unmerge, name="unmerge"),
    path("tickets/<int:number>/split/", transfers.split, name="split"),
    path("tickets/<int:number>/unsplit/", transfers.unsplit, name="unsplit"),
    path("tickets/<int:number>/follow/", transfers.follow, name="follow"),
    path("tickets/<int:number>/messages/<int:pk>/move/", transfers.move, name="move"),
    path("tickets/<int:number>/messages/<int:pk>/undo-move/", transfers.undo_move, name="undo_move"),
    path("tickets/<int:number>/messages/<int:pk>/source/", source.show, name="source"),
    path("tickets/<int:number>/messages/<int:pk>/source.eml", source.download, name="source_file"),
    path("emails/<int:pk>/resend/", properties.resend, name="resend"),
]
