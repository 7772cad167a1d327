"""Django's settings, secure by default. What can be set is in `deqi.web.config`."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from deqi.store.vault import read_key_file
from deqi.web.config import read_config
from deqi.web.letters.mail_url import read_mail_url

HERE = Path(__file__).parent
DEQI = read_config()
DEQI_KEY_FILE = DEQI.key_file
DEQI_IS_DEMO = DEQI.is_demo
DEQI_HAS_SOCIETY = DEQI.has_society
DEQI_SETUP_CODE = DEQI.setup_code

DEBUG = False
# From the key file, so that there is one secret to keep and not two. Without the file there is
# none, and Django signs nothing.
SECRET_KEY = (
    base64.b64encode(read_key_file(DEQI_KEY_FILE).derived(b"django")).decode()
    if DEQI_KEY_FILE.exists()
    else ""
)
ALLOWED_HOSTS = DEQI.hosts
CSRF_TRUSTED_ORIGINS = [DEQI.base_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",  # log-in, addresses, passwords
    "allauth.mfa",  # passkeys, authenticator apps, recovery codes
    "allauth.usersessions",  # a person's own log-ins, and ending them
    "csp",
    "deqi.store",
    "deqi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # inside: our own files bear the policy too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "deqi.web.accounts.lifetimes.LifetimeMiddleware",
    "deqi.web.middleware.PersonMiddleware",
    "deqi.web.accepting.AcceptingMiddleware",
    "deqi.web.accounts.first_run.FirstRunMiddleware",
    "deqi.web.society.switch.SocietyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "deqi.web.activity.ActivityMiddleware",
]
ROOT_URLCONF = "deqi.web.urls"
WSGI_APPLICATION = "deqi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deqi.web.context.every_page",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    database: dict[str, Any] = dict(dj_database_url.parse(DEQI.database_url))
    if "sqlite" in database["ENGINE"]:
        database["ENGINE"] = "deqi.store.sqlite"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # a writer waits at its start and does not fail late
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
        }
        database["CONN_MAX_AGE"] = None  # opened once a thread
    else:
        database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return database


DATABASES = {"default": _database()}
CACHES = {  # counts of tries only
    "default": {
        "BACKEND": "deqi.web.counters.CountersCache",
        "LOCATION": str(DEQI.home / "limits"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600  # of a link to choose a new password, in a letter or printed
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "deqi.web.accounts.passwords.OwnWordsValidator"})
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "deqi.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "deqi.web.accounts.adapters.name_of"  # in messages and letters
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # amount/duration/per; of the log-in library, and of our own pages
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/15m/key",  # key: the address, whoever tries it
    "reset_password": "10/m/ip,3/10m/key",
    "first_run": "10/10m/ip",
    "invitation": "20/10m/ip",
    "doctor": "30/10m/ip",
    "let_in": "30/h/user",
    "diary": "60/10m/user",
    "membership": "20/h/user",
    "post": "120/10m/user",
    "complaint": "10/10m/ip",
    "sponsor": "5/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = DEQI.n_proxies  # whose X-Forwarded-For is believed
MFA_ADAPTER = "deqi.web.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "deqi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not DEQI.is_https
USERSESSIONS_TRACK_ACTIVITY = True

# Browsers ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SESSION_ENGINE = "deqi.store.sealed_sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = DEQI.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if DEQI.is_https:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-deqi", "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True  # a name below could set cookies for this one
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "deqi.web.sealed_messages.SealedCookieStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Words, dates, files ----------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
FORMAT_MODULE_PATH = "deqi.web.formats"  # the day before the month, and 24 hours
LOCALE_PATHS = [HERE / "locale"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for our files

# Mail and logs ----------------------------------------------------------------------------------
MAIL_SERVER = read_mail_url(DEQI.mail_url)
DEQI_HAS_MAIL = MAIL_SERVER is not None
EMAIL_BACKEND = "deqi.web.letters.backend.QueueBackend"  # and from there, by the worker, to:
if MAIL_SERVER is not None:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER.is_tls, MAIL_SERVER.starts_tls
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEQI.mail_from
EMAIL_TIMEOUT = 10
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_values": {"()": "deqi.web.logs.WithoutValues"}},
    "formatters": {"line": {"()": "deqi.web.logs.UtcLines"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["no_values"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Their own messages too are told by kind and place, with a time and without values.
    "loggers": {
        name: {"handlers": [], "level": "WARNING", "propagate": True}
        for name in ("django", "gunicorn.error")
    },
}
