from tickets.models.announcement import Announcement, AnnouncementRead, AnnouncementThanks
from tickets.models.attachment import Attachment
from tickets.models.bulk import BulkAct, BulkStep
from tickets.models.concession import Concession, ConcessionLimit
from tickets.models.draft import Draft
from tickets.models.emergency import Emergency
from tickets.models.escalation import Escalation, EscalationReason
from tickets.models.event import Event
from tickets.models.form import Asking, Field, FieldKind, FormField, TicketForm, TopicIcon
from tickets.models.identity import IdentityCode
from tickets.models.level_guide import LevelGuide
from tickets.models.link import CHOSEN_KINDS, CloseRule, Link, LinkKind
from tickets.models.macro import Macro
from tickets.models.mention import Mention
from tickets.models.message import Message
from tickets.models.participant import Participant, TicketRead
from tickets.models.person_merge import MergedTicket, PersonMerge
from tickets.models.question import Question
from tickets.models.reminder import Reminder
from tickets.models.saved_view import SavedView
from tickets.models.side_conversation import SideConversation
from tickets.models.style_guide import StyleGuide
from tickets.models.tag import Tag, TagRename
from tickets.models.task import Task
from tickets.models.ticket import Channel, Kind, Level, Priority, Sentiment, Status, Ticket
from tickets.models.time_entry import TimeEntry
from tickets.models.transfer import Transfer

__all__ = [
    "CHOSEN_KINDS",
    "Announcement",
    "AnnouncementRead",
    "AnnouncementThanks",
    "Asking",
    "Attachment",
    "BulkAct",
    "BulkStep",
    "Channel",
    "CloseRule",
    "Concession",
    "ConcessionLimit",
    "Draft",
    "Emergency",
    "Escalation",
    "EscalationReason",
    "Event",
    "Field",
    "FieldKind",
    "FormField",
    "IdentityCode",
    "Kind",
    "Level",
    "LevelGuide",
    "Link",
    "LinkKind",
    "Macro",
    "Mention",
    "MergedTicket",
    "Message",
    "Participant",
    "PersonMerge",
    "Priority",
    "Question",
    "Reminder",
    "SavedView",
    "Sentiment",
    "SideConversation",
    "Status",
    "StyleGuide",
    "Tag",
    "TagRename",
    "Task",
    "Ticket",
    "TicketForm",
    "TicketRead",
    "TimeEntry",
    "TopicIcon",
    "Transfer",
]
