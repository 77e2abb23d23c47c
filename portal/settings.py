"""The one settings file: what differs between installations comes from the environment and fails loudly."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from psycopg2.extensions import parse_dsn

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = os.environ.get("PORTAL_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("PORTAL_MODE is one of production, demo, test.")
PRODUCTION = MODE == "production"

VAR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var"))
SITES = VAR / "sites"
DOCUMENTS = VAR / "documents"
UPLOADS = VAR / "uploads"


def needed(name, why):
    """Return the environment's value; production does not guess."""
    value = os.environ.get(name, "")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set: {why} (To try the portal out: python3 manage.py demo. For one command in that"
            " installation, set PORTAL_MODE=demo.)"
        )
    return value


def own_key(path):
    """The random key of a folder, made at the first look by whoever comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as new, suppress(FileExistsError):
            new.write(secrets.token_urlsafe(50))
            new.flush()
            os.link(new.name, path)
    return path.read_text()


def database(url):
    """PostgreSQL at `url`, read by PostgreSQL's own library; without one the embedded server in `VAR`."""
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if not url:
        return {"ENGINE": "portal.database", "NAME": "portal", "VAR": VAR, **kept}
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL begins with postgresql://.")
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError:
        raise ImproperlyConfigured("DATABASE_URL is no address PostgreSQL understands.") from None
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    values = {name: parts.pop(key, "") for name, key in names.items()}
    if not values["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": parts, **values, **kept}


# Who we are

SECRET_KEY = needed("SECRET_KEY", "a long random text that signs sessions and links.") or own_key(VAR / "secret-key")
PORTAL_URL = needed("PORTAL_URL", "the address people reach the portal at, such as https://program.exempel.se.")
PORTAL_URL = (PORTAL_URL or "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = needed("ALLOWED_HOSTS", "the host names the portal answers to, with commas between.").split(",")
if not PRODUCTION:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
if PRODUCTION and not PORTAL_URL.startswith("https://"):
    raise ImproperlyConfigured("PORTAL_URL begins with https://: the portal is served encrypted.")
DEBUG = False

# What it is made of

INSTALLED_APPS = [
    "portal.demo",
    "portal.desk",
    "portal.desk.imports",
    "portal.loading",
    "portal.followups",
    "portal.publishing",
    "portal.access",
    "portal.public",
    "portal.publications",
    "portal.work",
    "portal.database",
    "actions",
    "indicators",
    "programmes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_prose_editor",
    "simple_history",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.access.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.desk.rail.desk",
            ],
        },
    },
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # a page of long texts sends each twice: as typed and as seen
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a page over a plan of a thousand actions has several fields for each
DATA_UPLOAD_MAX_NUMBER_FILES = 5  # no form takes more, and all that is sent lands on the disk before anybody is asked
FILE_UPLOAD_HANDLERS = [
    "programmes.files.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "portal.desk.rendering.Renderer"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"

# Where rows, tasks and messages go

DATABASES = {"default": database(needed("DATABASE_URL", "the portal keeps everything in PostgreSQL 15 or later."))}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {
    "default": {  # counts attempts to sign in, over all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # what is counted is never pushed out by whoever makes many attempts
    },
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},  # each process has its own
}
WORKER_RECONCILE = [  # called between tasks: compares what stands with what should
    "portal.public.build.heal",
    "programmes.places.clear",
    "indicators.fetching.heal",
    "portal.followups.assenting.note_overtaken",
]
WORKER_HOURLY = [  # removes what has had its time, asks for what has come
    "programmes.drafts.forget",
    "portal.access.forgetting.forget",
    "portal.desk.imports.forgetting.forget",
    "indicators.fetching.by_schedule",
    "portal.followups.mail.mailing.by_schedule",
]
KOLADA = os.environ.get("KOLADA", "https://api.kolada.se/v3/")  # where key figures are fetched; ends in a slash
SCB = os.environ.get("SCB", "https://statistikdatabasen.scb.se/api/v2/")  # where its tables are; likewise

MAIL_PORT = int(os.environ.get("MAIL_PORT", "25"))
SMTP = {
    "host": os.environ.get("MAIL_HOST", "localhost"),
    "port": MAIL_PORT,
    "username": os.environ.get("MAIL_USER", ""),
    "password": os.environ.get("MAIL_PASSWORD", ""),
    "use_tls": MAIL_PORT == 587,
    "use_ssl": MAIL_PORT == 465,
    "timeout": 10,
}
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP}
    if PRODUCTION
    else {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": VAR / "mail"}}
}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "portal@localhost")
PLACES = [  # the register of all places where a text can lie, by which words are withdrawn
    "programmes.masked_rows.PLACES",
    "indicators.places.PLACES",
    "portal.publishing.recorded.PLACES",
    "portal.followups.places.PLACES",
    "portal.desk.imports.places.PLACES",
    "portal.access.places.PLACES",
    "portal.desk.places.PLACES",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["stderr"]},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

# Who gets in

AUTH_USER_MODEL = "programmes.User"
AUTHENTICATION_BACKENDS = ["portal.access.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/arbete/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "portal.access.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.access.forms.SignInForm",
    "change_password": "portal.access.forms.PasswordForm",
    "reset_password": "portal.access.forms.AskResetForm",
    "reset_password_from_key": "portal.access.forms.ResetForm",
    "reauthenticate": "portal.access.forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come by invitation, which already went to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a person learns what was done to the account
PASSWORD_RESET_TIMEOUT = 24 * 3600
MFA_REQUIRED = os.environ.get("MFA_REQUIRED", "") not in {"", "0"}  # of whoever edits: no desk without a second step
MFA_ADAPTER = "portal.access.second_step.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come by invitation, as above
MFA_TOTP_TOLERANCE = 1  # half a minute for whoever types slowly; a code is taken once all the same
MFA_FORMS = {
    "authenticate": "portal.access.forms.CodeForm",
    "reauthenticate": "portal.access.forms.ConfirmCodeForm",
    "activate_totp": "portal.access.forms.ActivateForm",
    "add_webauthn": "portal.access.forms.AddPasskeyForm",
    "edit_webauthn": "portal.access.forms.PasskeyNameForm",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "1")) if PRODUCTION else 0

# What browsers may do with our pages

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
CSRF_FAILURE_VIEW = "portal.access.unsaved.too_old"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # the web server in front sets it, and always
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading binds the municipality's whole domain: its own decision

# Language and time

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Europe/Stockholm"
