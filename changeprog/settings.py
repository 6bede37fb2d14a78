"""One settings file, driven by the environment; README lists the variables."""

from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from environs import Env

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent

env = Env()
VAR_DIR = env.path("VAR_DIR", ROOT / "var")
env.read_env(str(VAR_DIR / "running.env"), recurse=False, override=False)

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "")
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
_HOST = urlsplit(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", [_HOST]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
OPEN_SIGNUP = env.bool("OPEN_SIGNUP", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "changeprog.accounts",
    "changeprog.programme",
    "changeprog.direction",
    "changeprog.communications",
    "teams",
    "stakeholders",
    "workshops",
    "changeprog.onboarding",
    "changeprog.closing",
    "changeprog.chain",
]

MIDDLEWARE = [
    "changeprog.machines.Machines",
    "changeprog.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "changeprog.compression.TextCompression",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "changeprog.accounts.middleware.SignInFromFragment",
]

ROOT_URLCONF = "changeprog.urls"
WSGI_APPLICATION = "changeprog.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "changeprog.programme.navigation.shell",
            ],
            "libraries": {"lucide": "changeprog.icons"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, Redis, cache

DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgresql://postgres@127.0.0.1/changeprog")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL", 12),
    "timeout": 10,
}
DATABASES["default"]["OPTIONS"].setdefault("options", "-c join_collapse_limit=4")
# The lists join many tables, each by its primary key: looking for the best order of more than
# four takes the database longer than running the query in the order in which it is written.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
# Only the statement that every message costs is prepared: Django's own fill in their parameters.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")


def redis_database(url: str, number: int) -> str:
    """Return ``url`` (redis, rediss or unix) pointing at another logical database."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def celery_broker(url: str) -> str:
    """Return a Redis URL in the spelling that Celery wants for Unix sockets."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={number}"


LIVE_REDIS_URL = env.str("LIVE_REDIS_URL", redis_database(REDIS_URL, 1))
LIVE_MAX_CONNECTIONS = env.int("LIVE_MAX_CONNECTIONS", 5000)

# Sign-in limits live in the database, so that they hold while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "changeprog_cache",
    }
}

# Jobs

CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that hints at work must not wait for a broker that is away.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "changeprog"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
ASK_EVERY = env.int("ASK_EVERY", 60)
QUESTIONS = {
    "which invitations are not mailed yet?": "changeprog.accounts.tasks.mail_invitations",
    "which digests are due?": "changeprog.communications.tasks.compose_due",
    "which deliveries are due?": "changeprog.communications.tasks.deliver_due",
    "which editions wait for somebody?": "changeprog.communications.tasks.settle_editions",
    "which proofs were asked for?": "changeprog.communications.tasks.send_proofs",
    "which editions come by another way than mail?": "changeprog.communications.tasks.hand_out",
    "which procedures are to be kept by hand?": "changeprog.communications.tasks.remind_keepers",
    "which barriers have to go up?": "teams.tasks.escalate_due",
    "which agreements are two weeks old?": "teams.tasks.check_agreements",
    "who has not been told of a meeting yet?": "teams.tasks.mail_meetings",
    "who has not been told of a workshop yet?": "workshops.tasks.mail_workshops",
    "which workshops has everybody left?": "workshops.tasks.interrupt_abandoned",
    "which keys of rounds are still there?": "workshops.tasks.destroy_keys",
    "which follow-ups are due and not asked?": "workshops.tasks.follow_up",
    "what concerns somebody and is not in their inbox?": (
        "changeprog.communications.tasks.fill_inboxes"
    ),
    "who is to be reminded of what is due?": "changeprog.communications.tasks.remind",
    "which webhooks wait for an edition?": "changeprog.communications.tasks.send_webhooks",
    "whom has nobody told yet?": "changeprog.communications.tasks.send_notices",
    "who has not acknowledged what was agreed?": "teams.tasks.issue_agreed",
    "who has not been asked in a survey yet?": "stakeholders.tasks.mail_surveys",
    "which outsiders have not been asked yet?": "changeprog.onboarding.tasks.mail_reality_checks",
    "which teams are to be asked how ready they are?": "changeprog.onboarding.tasks.ask_pulses",
    "which answers of teams are to be read?": "changeprog.onboarding.tasks.close_pulses",
    "which charts are older than their map?": "stakeholders.tasks.draw_charts",
    "which proposals are older than their map?": "stakeholders.tasks.work_out_proposals",
    "which imports are asked for and not done?": "stakeholders.tasks.work_on_imports",
    "which files of imports has nobody confirmed?": "stakeholders.tasks.forget_old_imports",
    "which archives are asked for and not made?": "changeprog.closing.tasks.make_archives",
    "which archives have been kept for a week?": "changeprog.closing.tasks.forget_archives",
}
"""What beat asks every ``ASK_EVERY`` seconds, and the task that knows."""
CELERY_BEAT_SCHEDULE = {
    question: {"task": task, "schedule": ASK_EVERY, "options": {"expires": ASK_EVERY * 5}}
    for question, task in QUESTIONS.items()
}

# Mail

MAIL_FROM = env.str("MAIL_FROM", "") or f"Changeprog <changeprog@{_HOST}>"
DEFAULT_FROM_EMAIL = MAIL_FROM
EMAIL_TIMEOUT = 20
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    _mail = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
    EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "changeprog.accounts.mail.KeptBackend"

# Webhooks: what may be called besides the public internet, and whether without encryption.

_NETWORKS = env.str("WEBHOOK_NETWORKS", "").split(",")
WEBHOOK_NETWORKS = [ip_network(network.strip()) for network in _NETWORKS if network.strip()]
WEBHOOK_HTTP = env.bool("WEBHOOK_HTTP", False)

# A provider that reports what came back, each report signed with the secret; without EMAIL_URL its
# own interface sends, too.
MAIL_PROVIDER = env.str("MAIL_PROVIDER", "")
ANYMAIL: dict[str, str] = dict(env.json("MAIL_PROVIDER_SETTINGS", {}))
if MAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")
    ANYMAIL["WEBHOOK_SECRET"] = env.str("MAIL_PROVIDER_SECRET")
    if not EMAIL_URL:
        EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"

# Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "changeprog.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "changeprog.accounts.wording.LoginForm",
    "signup": "changeprog.accounts.wording.SignupForm",
    "add_email": "changeprog.accounts.wording.AddEmailForm",
    "change_password": "changeprog.accounts.wording.ChangePasswordForm",
    "set_password": "changeprog.accounts.wording.SetPasswordForm",
    "reset_password": "changeprog.accounts.wording.ResetPasswordForm",
    "reset_password_from_key": "changeprog.accounts.wording.ResetPasswordKeyForm",
    "request_login_code": "changeprog.accounts.wording.RequestLoginCodeForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "changeprog.accounts.forms.NameOnSignup"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
# A room full of people shares one address: what counts is the account, the address only bounds.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "request_login_code": "200/m/ip,3/m/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
    "signup": "60/m/ip",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Words and time

LANGUAGE_CODE = "en-gb"
USE_I18N = False  # the product speaks English only
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "changeprog.stylesheets.FoldedStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Numbers for monitoring are told to whoever knows the token; without one, to nobody.

METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# Logs

LOG_FORMAT = env.str("LOG_FORMAT", "console", validate=lambda value: value in {"console", "json"})
LOGGING_CONFIG = "changeprog.logs.configure"
LOGGING = {"format": LOG_FORMAT, "level": env.str("LOG_LEVEL", "INFO")}
