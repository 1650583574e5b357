"""Every page of the settings, in one list: the navigation, the search and the palette of commands are made from it.

An app adds its page with one entry here; its view is guarded by `may_required` with the same permission, and its template extends
"settings/base.html" (or "settings/list.html", "settings/form.html") with `page_key` in its context.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, role_may

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`about` says in a sentence what is set there, `words` what else people call it; `route` is reversed without arguments."""

    key: str
    title: "_StrOrPromise"
    about: "_StrOrPromise"
    words: "_StrOrPromise"
    icon: str
    route: str
    permission: Permission = Permission.SETTINGS


@dataclass(frozen=True, slots=True)
class SettingsGroup:
    title: "_StrOrPromise"
    pages: tuple[SettingsPage, ...]


GROUPS = (
    SettingsGroup(
        _("Begin"),
        (
            SettingsPage(
                "setup", _("Set up your desk"), _("What a new desk needs, step by step, and what of it is done."),
                _("first start begin onboarding guide checklist new help"),
                "list-checks", "settings:setup",
            ),
            SettingsPage(
                "general", _("General"),
                _("What holds for the whole desk: its name, language and zone, closing, acknowledgement."),
                _("general name brand language time zone close days solved undo seconds acknowledgement time tracking default"),
                "sliders-horizontal", "settings:general",
            ),
            SettingsPage(
                "brands", _("Brands"), _("What customers see of you: name, address, logo, colours and words."),
                _("branding logo colour accent favicon host domain portal look theme welcome footer design white label"),
                "palette", "settings:brands",
            ),
        ),
    ),
    SettingsGroup(
        _("People"),
        (
            SettingsPage(
                "agents", _("Agents"), _("Colleagues: invite them, say what they may do, hand over when they leave."),
                _("user staff colleague member invite role permission password deactivate leave"),
                "users-round", "settings:agents",
            ),
            SettingsPage(
                "teams", _("Teams"), _("Who works which queue, at which levels, and what is private."),
                _("group queue department level private member"),
                "users", "settings:teams",
            ),
            SettingsPage(
                "abilities", _("Who can do what"), _("Colleagues' skills, languages, and how much each works on at once."),
                _("skill proficiency language capacity channel limit workload"),
                "table-properties", "settings:abilities", Permission.ABILITIES,
            ),
            SettingsPage(
                "skills", _("Skills"), _("What somebody knows well, and which tags ask for it."),
                _("skill expertise tag routing knowledge"),
                "graduation-cap", "settings:skills", Permission.ABILITIES,
            ),
            SettingsPage(
                "organizations", _("Organizations"), _("Customers' companies: their mail domains, tier and notes."),
                _("company customer account domain tier premium enterprise share"),
                "building-2", "settings:organizations", Permission.ORGANIZATIONS,
            ),
        ),
    ),
    SettingsGroup(
        _("Mail and answers"),
        (
            SettingsPage(
                "mailboxes", _("Mailboxes"), _("The addresses that customers write to, and the signature below answers."),
                _("email address sender signature inbox support default test mail"),
                "mail", "settings:mailboxes",
            ),
            SettingsPage(
                "incoming", _("Incoming mail"), _("Every mail that came and what became of it; what was stopped can be let in."),
                _("quarantine ledger spam junk lost missing recover trust dmarc bounce explain why"),
                "mail-search", "settings:incoming",
            ),
            SettingsPage(
                "mail_rules", _("Mail rules"),
                _("What is looked at before a mail becomes a ticket: ignore it, put it aside, or set tags and a team."),
                _("filter header spam drop ignore quarantine newsletter before ticket regular expression"),
                "filter", "settings:mail_rules",
            ),
            SettingsPage(
                "undelivered", _("Mail not sent"),
                _("Mail that could not be sent or came back, and why: send it again, or discard it."),
                _("dead letter failed outgoing bounce undelivered queue retry resend discard error throttle"),
                "mail-x", "settings:undelivered",
            ),
            SettingsPage(
                "mail_limits", _("Mail limits"),
                _("How many automatic mails within an hour, and how many mails to one domain within a minute."),
                _("rate limit throttle loop flood auto reply acknowledgement per sender recipient ticket domain minute"),
                "gauge", "settings:mail_limits",
            ),
            SettingsPage(
                "texts", _("Notification texts"),
                _("What the mails say that go out by themselves: acknowledgement, survey, notifications, codes."),
                _("notification text template acknowledgement auto reply wording subject placeholder liquid preview survey code"),
                "letter-text", "settings:texts",
            ),
            SettingsPage(
                "macros", _("Macros"), _("Answers and changes that are prepared once and used again and again."),
                _("canned response template saved reply snippet text block placeholder"),
                "zap", "desk:macros", Permission.REPLY,
            ),
            SettingsPage(
                "widget", _("Help widget"),
                _("The help button for your own websites: where it may stand, how it looks, the tag to copy."),
                _("embed website script chat button snippet tag javascript identity hmac secret colour greeting"),
                "message-circle-question-mark", "widget_settings:widget",
            ),
            SettingsPage(
                "language_model", _("Language model"),
                _("An AI of your choice that drafts answers for agents, from your own articles alone."),
                _("ai llm gpt openai chatgpt ollama mistral assistant copilot draft answer api key endpoint"),
                "sparkles", "language_model:language_model",
            ),
            SettingsPage(
                "styles", _("Style guide"),
                _("How answers sound for a brand, channel or topic: tone, greeting, emoji, length, words to avoid, examples."),
                _("tone voice brand greeting emoji length wording examples writing"),
                "feather", "settings:styles",
            ),
        ),
    ),
    SettingsGroup(
        _("Tickets"),
        (
            SettingsPage(
                "tags", _("Tags"), _("The words that tickets are sorted by: rename, merge and put away."),
                _("label keyword category rename merge clean up"),
                "tag", "settings:tags", Permission.TAGS,
            ),
            SettingsPage(
                "forms", _("Forms"), _("What agents fill in and customers are asked, for which kind of matter, in which order."),
                _("form template questions condition required layout topic portal customers request"),
                "clipboard-list", "settings:forms",
            ),
            SettingsPage(
                "fields", _("Fields"), _("The questions of forms: text, number, date, choice, tree, checkbox."),
                _("custom field property dropdown checkbox required on solve options"),
                "text-cursor-input", "settings:fields",
            ),
            SettingsPage(
                "escalation_reasons", _("Escalation reasons"), _("Why tickets go up a level: what agents choose from."),
                _("escalate reason list handover"),
                "arrow-up-right", "settings:escalation_reasons",
            ),
            SettingsPage(
                "level_guides", _("Level guides"), _("What belongs to each level, and how it is done there."),
                _("entry criteria standard procedure runbook first line second line expert"),
                "book-open", "settings:level_guides",
            ),
        ),
    ),
    SettingsGroup(
        _("Routing"),
        (
            SettingsPage(
                "rules", _("Rules"), _("What happens by itself: when something happens to a ticket, if it is so, then do this."),
                _("automation trigger workflow condition route sort escalate time remind close tag"),
                "signpost", "rules:rules",
            ),
            SettingsPage(
                "assignment", _("Giving out"), _("Whom the tickets of a team's queue go to, and how many at once."),
                _("round robin least loaded sticky capacity assign automatic distribute balance"),
                "shuffle", "rules:assignment",
            ),
            SettingsPage(
                "smart_routing", _("Smart routing"),
                _("What alike solved tickets say about new ones: how right that is, and when it acts."),
                _("machine learning artificial intelligence triage suggestion classify predict automatic accuracy confidence"),
                "sparkles", "smart:smart_routing",
            ),
            SettingsPage(
                "webhooks", _("Webhooks"), _("Addresses of other systems that rules can call."),
                _("integration http endpoint api secret signature"),
                "webhook", "rules:webhooks",
            ),
            SettingsPage(
                "emergency_plans", _("Emergencies"), _("Who is called in which order when something cannot wait."),
                _("emergency on call pager alarm incident outage escalation plan"),
                "siren", "settings:emergency_plans",
            ),
            SettingsPage(
                "trackers", _("Trackers"), _("Projects in GitHub, GitLab or Jira, whose issues tickets are linked to."),
                _("github gitlab jira issue bug engineering development integration token"),
                "bug", "trackers:trackers",
            ),
        ),
    ),
    SettingsGroup(
        _("Promises"),
        (
            SettingsPage(
                "policies", _("SLA policies"),
                _("How fast whom is answered, and who is warned. The first one that fits a ticket counts."),
                _("sla response time resolution deadline breach target warning priority due"),
                "timer", "sla:policies",
            ),
            SettingsPage(
                "calendars", _("Calendars"), _("When your teams work: opening hours, time zones, holidays."),
                _("business hours opening time zone holiday day off ics ical schedule"),
                "calendar-clock", "sla:calendars",
            ),
            SettingsPage(
                "coverage", _("Coverage"),
                _("Which hours of the week nobody works, against when and in which language customers write."),
                _("staffing shift schedule hours gap heatmap language weekend night week picture"),
                "grid-3x3", "sla:coverage", Permission.ABILITIES,
            ),
        ),
    ),
    SettingsGroup(
        _("Ratings"),
        (
            SettingsPage(
                "surveys", _("Surveys"), _("What customers are asked about our help, and when."),
                _("csat nps ces satisfaction rating feedback score smiley promoter effort question"),
                "smile", "surveys:plans",
            ),
        ),
    ),
    SettingsGroup(
        _("Limits and record"),
        (
            SettingsPage(
                "concession_limits", _("Concession limits"), _("How much each role may grant by itself."),
                _("refund credit money amount approval currency"),
                "hand-coins", "desk:concession_limits",
            ),
            SettingsPage(
                "blocked_senders", _("Blocked senders"), _("Whose mail opens no ticket."),
                _("spam blacklist domain block address"),
                "ban", "desk:blocked_senders", Permission.UNBLOCK,
            ),
            SettingsPage(
                "privacy", _("Privacy"), _("Customers who want their data erased: what that would be, and what was done."),
                _("gdpr data protection erase delete forget anonymise anonymize export copy personal request customer"),
                "shield-check", "settings:privacy", Permission.PRIVACY,
            ),
            SettingsPage(
                "tokens", _("API tokens"), _("Whose programs may come in, what they may do, and when they last did."),
                _("api key token secret scope revoke integration"),
                "key-round", "settings:tokens", Permission.TOKENS_OF_OTHERS,
            ),
            SettingsPage(
                "history", _("What was changed"), _("Every change of a setting: who, when, from what to what."),
                _("history audit log version undo restore who changed"),
                "history", "settings:history",
            ),
            SettingsPage(
                "configuration", _("Export and import"), _("The whole configuration as one file."),
                _("yaml file backup copy move configuration import export download"),
                "file-cog", "settings:configuration",
            ),
        ),
    ),
)  # fmt: skip


def groups_for(role: str) -> list[SettingsGroup]:
    """What this role may set; groups without a page are left out."""
    groups = (
        SettingsGroup(group.title, tuple(page for page in group.pages if role_may(role, page.permission)))
        for group in GROUPS
    )
    return [group for group in groups if group.pages]


def pages_for(role: str) -> Iterator[SettingsPage]:
    for group in groups_for(role):
        yield from group.pages


def find_pages(role: str, text: str) -> list[SettingsPage]:
    """Where what these words say is set: each must begin a word of the page's; titles first."""
    words = text.casefold().split()
    found = [page for page in pages_for(role) if _has_all(_words_of(page.title, page.about, page.words), words)]
    return sorted(found, key=lambda page: not _has_all(_words_of(page.title), words))


def page_named(key: str) -> SettingsPage | None:
    return next((page for group in GROUPS for page in group.pages if page.key == key), None)


def _words_of(*texts: object) -> list[str]:
    return " ".join(map(str, texts)).casefold().replace(",", " ").replace(".", " ").split()


def _has_all(present: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(part) for word in present) for part in wanted)
