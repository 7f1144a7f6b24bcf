"""Django's settings. What can be set from outside stands in environment.py."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from aizuchi.config.data_folder import find_secret, open_home
from aizuchi.config.environment import environment
from aizuchi.config.logs import logging_settings
from aizuchi.config.static_files import keep_for_ever
from aizuchi.kernel.bodies import USUAL
from aizuchi.kernel.client_address import read_networks

django_stubs_ext.monkeypatch()

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = open_home(ENV.home.resolve())

SECRET_KEY = ENV.secret_key or find_secret(HOME)
DEBUG = ENV.debug
DEMO = ENV.demo
PUBLIC_URL = ENV.public_url
KEY_FILE = ENV.key_file or HOME / "note_keys"
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Ours come first: where two translate or draw the same thing, the earlier one holds.
INSTALLED_APPS = [
    "aizuchi.kernel",
    "aizuchi.kernel.jobs",
    "aizuchi.kernel.files",
    "aizuchi.ui",
    "aizuchi.audit",
    "aizuchi.people",
    "aizuchi.accounts",
    "aizuchi.single_sign_on",
    "aizuchi.notifications",
    "aizuchi.anonymous_answers",
    "aizuchi.catalogue",
    "aizuchi.notes",
    "aizuchi.pairs",
    "aizuchi.availability",
    "aizuchi.spaces",
    "aizuchi.calendars",
    "aizuchi.gatherings",
    "aizuchi.meetings",
    "aizuchi.actions",
    "aizuchi.growth",
    "aizuchi.feedback",
    "aizuchi.hints",
    "aizuchi.surveys",
    "aizuchi.programs",
    "aizuchi.gateway",
    "aizuchi.flows",
    "aizuchi.pages",
    "aizuchi.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "template_partials.apps.SimpleAppConfig",
]

TRUSTED_PROXIES = read_networks(ENV.trusted_proxies)
MIDDLEWARE = [
    "aizuchi.anonymous_answers.middleware.ForgetWhoMiddleware",
    "aizuchi.config.health.AnyHostMiddleware",
    "aizuchi.config.proxies.ClientAddressMiddleware",
    "aizuchi.config.request_log.RequestLogMiddleware",
    "aizuchi.config.head.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",  # before what answers by itself: files and refusals carry the policy too
    "servestatic.middleware.ServeStaticMiddleware",
    "aizuchi.config.keeping.KeepNothingMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "aizuchi.accounts.middleware.LastingSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "aizuchi.config.odd_signs.OddSignsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "aizuchi.accounts.middleware.WhoIsSignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aizuchi.accounts.middleware.EndedSessionMiddleware",
    "aizuchi.accounts.middleware.OthersPageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aizuchi.people.middleware.PersonMiddleware",
    "aizuchi.accounts.middleware.SessionActivityMiddleware",
    "aizuchi.accounts.middleware.FirstRunMiddleware",
    "aizuchi.accounts.middleware.FreshProofMiddleware",
    "aizuchi.config.wrong_method.WrongMethodMiddleware",
    "aizuchi.config.broken_seals.BrokenSealMiddleware",
    "aizuchi.config.bodies.TooLargeMiddleware",
]

ROOT_URLCONF = "aizuchi.config.urls"
ASGI_APPLICATION = "aizuchi.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "aizuchi.ui.templatetags.ui",
                "aizuchi.ui.templatetags.kept",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "aizuchi.config.navigation.shell",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "aizuchi.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    told = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options = {"connect_timeout": "5", "tcp_user_timeout": "10000"} | told  # else a server that is gone is waited for
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _mailbox(url: str) -> dict[str, Any]:
    """Sealed answers: never in a log, never in a freed page, and not migrated (see anonymous_answers/mailbox.py)."""
    database = _database(url) | {"TEST": {"MIGRATE": False}}
    if url:
        database["OPTIONS"] = database["OPTIONS"] | {"options": "-c search_path=mailbox"}
        return database
    pragmas = (
        "PRAGMA journal_mode=TRUNCATE; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
    )
    database["OPTIONS"] = database["OPTIONS"] | {"init_command": pragmas}
    return database | {"NAME": HOME / "mailbox.sqlite3"}


DATABASES = {"default": _database(ENV.database_url), "mailbox": _mailbox(ENV.mailbox_url or ENV.database_url)}
DATABASE_ROUTERS = ["aizuchi.config.databases.MailboxRouter"]
NOTES_SYNCHRONOUS = ENV.notes_synchronous
NOTES_REDIS_URL = ENV.redis_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if ENV.redis_url:
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [ENV.redis_url]}}
    }
    CACHES: dict[str, Any] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url},
        "shared": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENV.redis_url,
            "KEY_PREFIX": "shared",
        },
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        # What the pages and the process that does the jobs tell each other, such as how far an import is.
        "shared": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"},
    }

TASKS = {"default": {"BACKEND": "aizuchi.kernel.jobs.backend.DatabaseBackend"}}
JOB_THREADS = ENV.job_threads
METRICS_TOKEN = ENV.metrics_token

# Sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["aizuchi.accounts.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "aizuchi.accounts.password_rules.GuessablePasswordValidator"},
]
LOGIN_URL = "demo" if DEMO else "account_login"  # a visitor of the demo has no password to give
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "aizuchi.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "aizuchi.accounts.password_links.PasswordLinks"  # noqa: S105
ACCOUNT_RATE_LIMITS = False  # ours count in the database, see accounts/throttling.py
ACCOUNT_SESSION_REMEMBER = None  # people choose it where they sign in
ACCOUNT_FORMS = {
    "login": "aizuchi.accounts.forms.sign_in.SignInForm",
    "reset_password": "aizuchi.accounts.forms.password.ForgottenPasswordForm",
    "reset_password_from_key": "aizuchi.accounts.forms.password.NewPasswordForm",
    "change_password": "aizuchi.accounts.forms.password.ChangedPasswordForm",
}
MFA_ADAPTER = "aizuchi.accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whose address it is, invitations and `people.AddressChange` have settled
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones: half a minute before and after
MFA_RATE_LIMITS = False  # ours count in the database, see accounts/throttling.py
MFA_FORMS = {
    "authenticate": "aizuchi.accounts.forms.second_factor.CodeForm",
    "authenticate_webauthn": "aizuchi.accounts.forms.second_factor.PasskeyCheckForm",
}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

SESSION_ENGINE = "aizuchi.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_served_over_https
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_served_over_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.hsts_subdomains
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.is_served_over_https else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Company accounts
SIGN_IN_PRIVATE_ADDRESSES = ENV.sign_in_private_addresses
SIGN_IN_RESOLVER = ENV.sign_in_resolver

# Languages and time
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [("dist", PACKAGE / "ui" / "dist")]
if ENV.files_url:
    _files: dict[str, Any] = {"BACKEND": "aizuchi.kernel.files.s3.S3FileStorage", "OPTIONS": {"url": ENV.files_url}}
else:
    _files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    }
STORAGES = {
    "files": _files,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "media"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Vite puts .br and .gz beside each of its files; servestatic picks by what the browser takes.
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_USE_MANIFEST = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_MAX_AGE = 0 if DEBUG else 3600
SERVESTATIC_ADD_HEADERS_FUNCTION = keep_for_ever
SERVESTATIC_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}  # which it does not take for text

# Mail: without a server, mails are written into the data folder, where an administrator finds them.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
EMAIL_TIMEOUT = 15
if ENV.mail_url:
    _mail = urlsplit(ENV.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = "tls=1" in _mail.query
    EMAIL_USE_SSL = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(HOME / "mails")

# Calendars
CALENDAR_ADDRESS = ENV.calendar_address
CALENDAR_MAILBOX_URL = ENV.calendar_mailbox_url
CALENDAR_PRIVATE_ADDRESSES = ENV.calendar_private_addresses
GOOGLE_CLIENT = (ENV.google_client_id, ENV.google_client_secret)
GOOGLE_SERVICE_ACCOUNT = ENV.google_service_account
MICROSOFT_CLIENT = (ENV.microsoft_client_id, ENV.microsoft_client_secret)
MICROSOFT_TENANT = ENV.microsoft_tenant
MICROSOFT_FOR_ALL = ENV.microsoft_for_all
# Other addresses than these only where tests put servers of their own.
GOOGLE_ADDRESSES = {
    "authorize": "https://accounts.google.com/o/oauth2/v2/auth",
    "token": "https://oauth2.googleapis.com/token",
    "revoke": "https://oauth2.googleapis.com/revoke",
    "api": "https://www.googleapis.com/calendar/v3",
}
MICROSOFT_ADDRESSES = {
    "authorize": f"https://login.microsoftonline.com/{ENV.microsoft_tenant}/oauth2/v2.0/authorize",
    "token": f"https://login.microsoftonline.com/{ENV.microsoft_tenant}/oauth2/v2.0/token",
    "api": "https://graph.microsoft.com/v1.0",
}
# Reminders. The server calls only addresses of these services; people hand us such addresses.
SLACK_TOKEN = ENV.slack_token
SLACK_URL = "https://slack.com"
CHAT_HOSTS = {
    "slack": ["hooks.slack.com"],
    "teams": [".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com"],
}
PUSH_HOSTS = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
]
CHAT_SCHEMES = ["https"]

LOGGING = logging_settings(as_json=ENV.log_json or not sys.stderr.isatty())

DATA_UPLOAD_MAX_MEMORY_SIZE = USUAL  # counted before already, where a server is in between
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
SILENCED_SYSTEM_CHECKS: list[str] = []
