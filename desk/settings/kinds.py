"""Every kind of setting that has a history, in the order of the file of the whole configuration.

A kind is described by the app that owns it (for example tickets/setting_kinds.py) and named here. What is named by another
stands before it.
"""

from accounts.brand_kind import BRANDS
from accounts.general_kind import GENERAL_SETTINGS
from accounts.setting_kinds import ABILITIES, ORGANIZATIONS, SKILLS, Kind
from chat.setting_kinds import WIDGET
from desk.settings.orders import ORDERS
from integrations.setting_kinds import TRACKERS
from knowledgebase.language_model_kind import LANGUAGE_MODEL
from mail.imap_kind import IMAP_ACCOUNTS
from mail.provider_kind import MAIL_PROVIDERS
from mail.rule_kind import MAIL_RULES
from mail.setting_kinds import MAILBOXES
from mail.signing_kind import SIGNING_KEYS
from mail.texts.setting_kind import MAIL_TEXTS
from metrics.setting_kinds import SURVEYS
from routing.plan_kinds import PLANS
from routing.setting_kinds import GIVING_OUTS, RULES, WEBHOOKS
from routing.smart_kinds import SMART_ROUTING
from search.setting_kinds import TAGS
from sla.setting_kinds import CALENDARS, POLICIES
from tickets.limit_kind import LIMITS
from tickets.setting_kinds import AGENTS, FIELDS, FORMS, GUIDES, MACROS, REASONS, TEAMS
from tickets.style_kind import STYLES

KINDS: tuple[Kind, ...] = (
    GENERAL_SETTINGS,
    BRANDS,
    AGENTS,
    TEAMS,
    ORGANIZATIONS,
    MAILBOXES,
    MAIL_TEXTS,
    IMAP_ACCOUNTS,
    MAIL_PROVIDERS,
    SIGNING_KEYS,
    TAGS,
    SKILLS,
    ABILITIES,
    MACROS,
    FIELDS,
    FORMS,
    REASONS,
    GUIDES,
    STYLES,
    LIMITS,
    CALENDARS,
    POLICIES,
    GIVING_OUTS,
    WEBHOOKS,
    PLANS,
    TRACKERS,
    RULES,
    MAIL_RULES,
    SMART_ROUTING,
    SURVEYS,
    WIDGET,
    LANGUAGE_MODEL,
)
# What the history knows of, beside those that the file holds, too.
IN_HISTORY = (*KINDS, *ORDERS)
BY_CODE = {kind.code: kind for kind in IN_HISTORY}
