from django.urls import path

from tickets.api import conversation, listing, relations, transfers, verbs

urlpatterns = [
    path("tickets/", listing.Tickets.as_view(), name="tickets"),
    path("tickets/<int:number>/", listing.OneTicket.as_view(), name="ticket"),
    path("tickets/<int:number>/messages/", conversation.Messages.as_view(), name="messages"),
    path("tickets/<int:number>/messages/<int:pk>/", conversation.OneMessage.as_view(), name="message"),
    path("tickets/<int:number>/notes/", conversation.Notes.as_view(), name="notes"),
    path("tickets/<int:number>/attachments/", conversation.TicketAttachments.as_view(), name="ticket_attachments"),
    path("tickets/<int:number>/events/", conversation.Events.as_view(), name="events"),
    path("tickets/<int:number>/participants/", relations.Participants.as_view(), name="participants"),
    path("tickets/<int:number>/participants/<int:person>/", relations.OneParticipant.as_view(), name="participant"),
    path("tickets/<int:number>/links/", relations.Links.as_view(), name="links"),
    path("tickets/<int:number>/links/<int:other>/", relations.OneLink.as_view(), name="link"),
    path("tickets/<int:number>/escalations/", relations.Escalations.as_view(), name="escalations"),
    path("tickets/<int:number>/drafts/<str:kind>/", relations.OneDraft.as_view(), name="draft"),
    path("tickets/<int:number>/merge/", transfers.Merge.as_view(), name="merge"),
    path("tickets/<int:number>/split/", transfers.Split.as_view(), name="split"),
    path("tickets/<int:number>/messages/<int:pk>/move/", transfers.Move.as_view(), name="move"),
    *verbs.urlpatterns,
    path("attachments/", conversation.Attachments.as_view(), name="attachments"),
    path("attachments/<uuid:key>/", conversation.OneAttachment.as_view(), name="attachment"),
    path("attachments/<uuid:key>/download/", conversation.AttachmentDownload.as_view(), name="attachment_download"),
    path("tags/", relations.Tags.as_view(), name="tags"),
]
