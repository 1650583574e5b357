"""All settings, from the environment (helpdesk/environment.py); nonsense stops the start with one clear line."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from helpdesk.environment import BASE_DIR, DATA_DIR, env
from helpdesk.integrity_checks import INTEGRITY_CHECKS  # noqa: F401  # a setting
from helpdesk.log import logging_settings
from helpdesk.planned import PLANNING
from helpdesk.schedule import SCHEDULE
from helpdesk.settings_mail import *  # noqa: F403
from helpdesk.support_address import checked_address, checked_name, default_address

# Before anything loads NumPy: one text is a small matrix, for which more threads only wait for each other; workers fork besides.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# --- The site ---------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
# Until an admin says otherwise at /settings/general/ (accounts/general.py): what pages are headed with, empty for our own word,
# whether agents write down how long they worked on a ticket, whether customers are told that their message has come, and how
# long new colleagues can take an answer back.
DESK_NAME = env.str("DESK_NAME", default="").strip()[:60]
ACKNOWLEDGES = env.bool("ACKNOWLEDGES", default=True)
UNDO_SECONDS = env.number("UNDO_SECONDS", default=10)
if UNDO_SECONDS not in (0, 5, 10, 20):
    raise ImproperlyConfigured("UNDO_SECONDS must be 0, 5, 10 or 20.")
TIME_TRACKING = env.bool("TIME_TRACKING", default=False)
INSECURE_SECRET_KEY = "insecure-development-key"  # noqa: S105 - refused unless DEBUG is on
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_SECRET_KEY if DEBUG else env.str("SECRET_KEY_IF_NONE", default=""))
if not DEBUG and (not SECRET_KEY or SECRET_KEY == INSECURE_SECRET_KEY or len(SECRET_KEY) < 32):
    raise ImproperlyConfigured("SECRET_KEY must be set to at least 32 random characters (or DEBUG=1 for development).")
# Earlier ones, so that a new key signs nobody out and what is encrypted (helpdesk/encrypted.py) can still be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

PORT = env.port("PORT", default=8000)
SITE_URL = env.site_url("SITE_URL", default=f"http://localhost:{PORT}")
SITE_IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = SITE_URL.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0]
# The loopback names stay, for health checks from the same machine; links in mails always use SITE_URL.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[SITE_HOST]), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
# How many reverse proxies of ours stand in front: so many entries of X-Forwarded-For are believed (helpdesk/proxy.py).
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)
# For helpdesk/processes.py and uvicorn, which start them: nonsense is to be found before they do.
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", default=2, least=1)
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", default=1, least=1)
# Threads for pages in one web process; each keeps a database connection.
WEB_THREADS = env.number("WEB_THREADS", default=8, least=1)

ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
ASGI_APPLICATION = "helpdesk.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "helpdesk.collecting.StaticFilesConfig",
    "django.contrib.postgres",
    "anymail",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "helpdesk",
    "accounts",
    "outbox",
    "tickets",
    "search",
    "mail",
    "sla",
    "knowledgebase",
    "routing",
    "integrations",
    "metrics",
    "chat",
    "status",
    "privacy",
    "portal",
    "desk",
    "demo",
]

MIDDLEWARE = [
    "helpdesk.proxy.TrustedProxies",
    "accounts.brand_middleware.brand_middleware",
    "helpdesk.proxy.StrictTransport",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.viewer_middleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helpdesk.not_allowed.not_allowed_middleware",
    "helpdesk.no_such_address.no_such_address_middleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "helpdesk.templates.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------------

_CONNECTION: dict[str, Any] = {"connect_timeout": 5, "application_name": "helpdesk"}
if env.bool("DATABASE_PLANNED", default=True):
    _CONNECTION |= PLANNING
DATABASES = {
    "default": {
        **env.postgres("DATABASE_URL", default="postgres://helpdesk@127.0.0.1:5432/helpdesk", options=_CONNECTION),
        # A connection that was just opened has planned nothing yet (helpdesk/planned.py).
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis_url("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "helpdesk.cache.MissingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "helpdesk",
        "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700

# --- Static files: ours, and front-end packages from node_modules under vendor/ -----------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
# Served from STATIC_ROOT under names that change with the content; off: straight from where the files are written.
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
# Front-end packages are served as npm installed them; icons are drawn by helpdesk/templatetags/ui.py from lucide-static.
NODE_MODULES = BASE_DIR / "node_modules"
VENDORED = {
    "vendor/htmx": NODE_MODULES / "htmx.org" / "dist",
    "vendor/squire": NODE_MODULES / "squire-rte" / "dist",
    "vendor/dompurify": NODE_MODULES / "dompurify" / "dist",
    "vendor/chart": NODE_MODULES / "chart.js" / "dist",
}
STATICFILES_DIRS = [BASE_DIR / "static", *(item for item in VENDORED.items() if item[1].is_dir())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "helpdesk.static_files.StaticFiles"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_MANIFEST

# --- Celery: queues are addressed by name (the default exchange), because named exchanges lose their bindings when Redis is
# flushed and tasks then vanish silently. A task is acknowledged when it is done: a killed worker's task comes again. ------

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_connect_timeout": 5, "health_check_interval": 30}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name, Exchange(""), routing_key=name) for name in ("mail", "default", "slow")]
CELERY_TASK_ROUTES = {"mail.tasks.*": {"queue": "mail"}}  # all others: default
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BEAT_SCHEDULER = "helpdesk.beat:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "UTC"

# --- People: signing in is ours (accounts/signing_in.py), because a code must also serve addresses that we do not know yet and
# limits must hold without Redis. -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_HOME_URL = "/desk/"
# In what our own people see the pages around their account (accounts/frames.py).
STAFF_FRAME = "desk.frame.profile_frame"
# Called with address, code and its life; it stands above accounts, so that it is named here.
SIGN_IN_CODE_MAILER = "mail.sign_in_code.post_sign_in_code"
INVITATION_MAILER = "mail.invitation.post_invitation"
# Whether that mail leaves the house; where it does not, an admin hands the link over.
INVITATION_LEAVES = "mail.invitation.can_leave"
IDENTITY_CODE_MAILER = "mail.identity_code.post_identity_code"
# Told of passwords and addresses that change (accounts/notices.py).
ACCOUNT_NOTICE_MAILER = "mail.account_notice.post_account_notice"
# How long a customer counts as known on a ticket, once they had the code.
IDENTITY_MINUTES = env.number("IDENTITY_MINUTES", default=30, least=1)

# --- Files that people attach ---------------------------------------------------------------------------------------------

ATTACHMENT_MAX_BYTES = env.number("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024, least=1)
FILE_UPLOAD_HANDLERS = [
    "tickets.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Tickets ----------------------------------------------------------------------------------------------------------

# Who tells what of theirs names a thing of the desk (accounts/naming.py).
NAMERS: list[str] = [
    "routing.references.rules_naming",
    "sla.naming.policies_naming",
    "routing.plans.plans_naming",
]
# Every event goes to these in this order, inside the transaction of the verb (tickets/door.py).
TICKET_LISTENERS: list[str] = [
    "routing.listener",
    "sla.listener",
    "mail.listener",
    "search.listener",
    "knowledgebase.listener",
    "tickets.identity_guard",
    "tickets.children",
    "tickets.detaching",
    "desk.listener",
    "integrations.listener",
    "tickets.live",
]
# What each app keeps of a person, in the order in which it is erased (accounts/personal.py). The app privacy stands above them.
PERSONAL_DATA: list[str] = [
    "tickets.personal.STORES",
    "mail.personal.STORES",
    "knowledgebase.personal.STORES",
    "metrics.personal.STORES",
    "integrations.personal.STORES",
    "status.personal.STORES",
    "portal.personal.STORES",
    "outbox.personal.STORES",
]
# What apps above privacy add to the copy that a person gets: name there → function of accounts.personal.Whom.
PERSONAL_COPIES: dict[str, str] = {"drafts": "portal.personal.drafts_of"}
# Called with a ticket about to be inserted and the particulars of its opening, which it adds to; it stands above tickets.
TICKET_TERMS = "sla.opening.terms_for"

# What events that higher apps record are in words: kind → sentence (tickets/event_text.py).
EVENT_SENTENCES = [
    "sla.event_sentences.SENTENCES",
    "knowledgebase.event_sentences.SENTENCES",
    "integrations.event_sentences.SENTENCES",
]
# Solved tickets are closed for good after so many days without a word.
CLOSE_AFTER_DAYS = env.number("CLOSE_AFTER_DAYS", default=7)
# So long a mail about a notification waits: what is read meanwhile is not mailed.
NOTIFICATION_HOLD_SECONDS = env.number("NOTIFICATION_HOLD_SECONDS", default=120)

# --- Mail: how it comes and goes stands in settings_mail.py ------------------------------------------------------------

# The mailbox that `manage.py ensure_mailbox` makes where there is none; later ones by `manage.py mailbox`.
try:
    SUPPORT_ADDRESS = checked_address(env.str("SUPPORT_ADDRESS", default="") or default_address(SITE_HOST))
    SUPPORT_NAME = checked_name(env.str("SUPPORT_NAME", default="") or "Support")
except ValueError as problem:
    raise ImproperlyConfigured(f"SUPPORT_ADDRESS or SUPPORT_NAME cannot be used: {problem}") from None
# Whether webhooks may call addresses inside of private networks: only where the receivers stand beside this desk.
WEBHOOKS_TO_PRIVATE_ADDRESSES = env.bool("WEBHOOKS_TO_PRIVATE_ADDRESSES", default=DEMO)

# --- Language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["helpdesk.formats"]
USE_I18N = True
USE_TZ = True

# --- API ----------------------------------------------------------------------------------------------------------------

# Requests a minute, per token or signed-in person and per address for those who are nobody; 0: no limit.
API_RATE_LIMIT = env.number("API_RATE_LIMIT", default=1200)
API_ANONYMOUS_RATE_LIMIT = env.number("API_ANONYMOUS_RATE_LIMIT", default=600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.authentication.ScopePermission"],
    "DEFAULT_PARSER_CLASSES": ["helpdesk.api.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "helpdesk.api.parsing.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "helpdesk.api.schema.ApiSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "helpdesk.api.problems.answer_exception",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Helpdesk API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Everything a screen of the desk can do. Errors are `application/problem+json` with a `code` for programs and a "
        "`detail` for people. Lists page by `cursor`: follow `next` until it is null. Every POST may carry an "
        "`Idempotency-Key` header (1 to 255 visible characters): repeated within 24 hours it acts once and is answered as "
        "the first time; with another body it is refused with 422. Every answer says in `RateLimit-*` headers what is left "
        "of this minute's requests."
    ),
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Safety -------------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SITE_IS_HTTPS else 0
# Whether other hosts below this domain speak HTTPS is not ours to promise.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
# W019: our own pages frame a message; frame-ancestors says the same.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
if SITE_IS_HTTPS and TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
elif SITE_IS_HTTPS:
    # Something that we do not know ends TLS in front of us; only it can send plain requests to HTTPS.
    SILENCED_SYSTEM_CHECKS.append("security.W008")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a message's sandboxed frame is our own
# Nothing from elsewhere, nothing inline but the custom properties of style="--…". Messages in frames have a policy of their own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
    }
}

# --- Logs: one line a record, to stderr -----------------------------------------------------------------------------------

LOG_LEVEL = env.log_level("LOG_LEVEL")
LOGGING = logging_settings(LOG_LEVEL, json=env.bool("LOG_JSON", default=False))
