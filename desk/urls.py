"""The agent's workspace, below /desk/."""

from django.urls import path

from desk.views import choices, composing, inbox, lists, opening, properties, saved_views, snoozing, ticket

app_name = "desk"

urlpatterns = [
    path("", inbox.start, name="start"),
    path("search/", inbox.search, name="search"),
    path("views/manage/", saved_views.manage, name="manage_views"),
    path("views/new/", saved_views.new, name="new_view"),
    path("views/order/", saved_views.order, name="order_views"),
    path("views/<int:pk>/edit/", saved_views.edit, name="edit_view"),
    path("views/<int:pk>/delete/", saved_views.delete, name="delete_view"),
    path("views/<str:key>/", inbox.view, name="view"),
    path("lists/", lists.settings, name="list_settings"),
    path("take-next/", lists.take, name="take_next"),
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
    path("tickets/<int:number>/snooze/", snoozing.snooze, name="snooze"),
    path("tickets/<int:number>/spam/", properties.spam, name="spam"),
    path("tickets/<int:number>/delete/", properties.delete, name="delete"),
    path("tickets/<int:number>/restore/", properties.restore, name="restore"),
    path("emails/<int:pk>/resend/", properties.resend, name="resend"),
]
