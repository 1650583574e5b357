from django.urls import path

from tickets.api import composing, conversation, listing, macros, relations, verbs

urlpatterns = [
    path("tickets/", listing.Tickets.as_view(), name="tickets"),
    path("tickets/<int:number>/", listing.OneTicket.as_view(), name="ticket"),
    path("tickets/<int:number>/messages/", conversation.Messages.as_view(), name="messages"),
    path("tickets/<int:number>/messages/check/", composing.CheckReply.as_view(), name="check_reply"),
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
    path("tickets/<int:number>/held-reply/", composing.HeldReply.as_view(), name="held_reply"),
    path("tickets/<int:number>/macros/<int:pk>/", macros.FilledMacro.as_view(), name="filled_macro"),
    *verbs.urlpatterns,
    path("drafts/", composing.Drafts.as_view(), name="drafts"),
    path("mentions/", composing.Mentions.as_view(), name="mentions"),
    path("mentions/<int:pk>/read/", composing.ReadMention.as_view(), name="read_mention"),
    path("macros/", macros.Macros.as_view(), name="macros"),
    path("macros/<int:pk>/", macros.OneMacro.as_view(), name="macro"),
    path("macros/<int:pk>/archive/", macros.ArchiveMacro.as_view(), name="archive_macro"),
    path("macros/<int:pk>/restore/", macros.RestoreMacro.as_view(), name="restore_macro"),
    path("attachments/", conversation.Attachments.as_view(), name="attachments"),
    path("attachments/<uuid:key>/", conversation.OneAttachment.as_view(), name="attachment"),
    path("attachments/<uuid:key>/download/", conversation.AttachmentDownload.as_view(), name="attachment_download"),
    path("tags/", relations.Tags.as_view(), name="tags"),
]
