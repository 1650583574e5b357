"""The agent's workspace, below /desk/."""

from django.urls import path

from desk.views import composing, inbox, macros, mailboxes, opening, picking, properties, ticket

app_name = "desk"

urlpatterns = [
    path("", inbox.start, name="start"),
    path("search/", inbox.search, name="search"),
    path("views/<str:key>/", inbox.view, name="view"),
    path("nav/", inbox.nav, name="nav"),
    path("tags/", properties.tag_suggestions, name="tag_suggestions"),
    path("macros/", macros.macros, name="macros"),
    path("macros/new/", macros.new_macro, name="new_macro"),
    path("macros/preview/", macros.preview, name="macro_preview"),
    path("macros/<int:pk>/", macros.macro, name="macro"),
    path("macros/<int:pk>/archive/", macros.archive, name="archive_macro"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("tickets/new/", opening.new_ticket, name="new_ticket"),
    path("tickets/<int:number>/", ticket.show, name="ticket"),
    path("tickets/<int:number>/live/", ticket.live, name="ticket_live"),
    path("tickets/<int:number>/composer/", composing.composer, name="composer"),
    path("tickets/<int:number>/draft/", composing.draft, name="draft"),
    path("tickets/<int:number>/discard/", composing.discard, name="discard"),
    path("tickets/<int:number>/send/", composing.send, name="send"),
    path("tickets/<int:number>/box/", composing.box, name="box"),
    path("tickets/<int:number>/take-back/", composing.take_back, name="take_back"),
    path("tickets/<int:number>/send-now/", composing.send_now, name="send_now"),
    path("tickets/<int:number>/macros/", picking.macros, name="offered_macros"),
    path("tickets/<int:number>/macros/<int:pk>/", picking.macro, name="filled_macro"),
    path("tickets/<int:number>/macros/<int:pk>/apply/", picking.apply_macro, name="apply_macro"),
    path("tickets/<int:number>/colleagues/", picking.colleagues, name="colleagues"),
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
    path("emails/<int:pk>/resend/", properties.resend, name="resend"),
]
