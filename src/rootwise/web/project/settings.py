"""Django's settings, out of the configuration of this installation. Reading them changes nothing on the disk."""

import os
from pathlib import Path

import rootwise.report
from rootwise.web.keys import KeyRing, Purpose
from rootwise.web.project.configuration import Configuration

CONFIGURATION = Configuration.from_environment(os.environ)

# Keys. Without a key folder SECRET_KEY is empty, and Django refuses whatever would need it.
KEY_FOLDER: Path = CONFIGURATION.keys
_signing = [key.hex for key in reversed(KeyRing(KEY_FOLDER).all(Purpose.SIGNING))]
SECRET_KEY = _signing[0] if _signing else ""
SECRET_KEY_FALLBACKS = _signing[1:]
AUDIT_ANCHOR: Path | None = CONFIGURATION.anchor

DEBUG = False  # in no mode: its error pages show what a child's record holds
ALLOWED_HOSTS = [CONFIGURATION.host] if CONFIGURATION.is_production else ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "rootwise.web.audit",
    "rootwise.web.accounts",
    "rootwise.web.assessments",
    "rootwise.web.children",
    "rootwise.web.look",
    "rootwise.web.training",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.forms",  # its templates of widgets, which ours stand on
]

PROXY = CONFIGURATION.proxy

MIDDLEWARE = [
    "rootwise.web.project.middleware.OnlyThroughTheProxy",
    "rootwise.web.project.middleware.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rootwise.web.project.middleware.Headers",
    "rootwise.web.project.middleware.Bodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rootwise.web.accounts.middleware.SessionRules",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is for who is signed in, unless it says otherwise
    "rootwise.web.project.middleware.WhoAsks",
    "rootwise.web.project.middleware.Conflicts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "rootwise.web.project.urls"
WSGI_APPLICATION = "rootwise.web.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = CONFIGURATION.databases()
ATOMIC_REQUESTS = False  # reading must not wait for the one writer; actions open their own transactions
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rootwise.web.accounts.adapters.Backend"]
PASSWORD_HASHERS = ["rootwise.web.accounts.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Signing in (allauth). No mail is sent, nobody signs up without an invitation, and nobody is told whether an address has an account.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "rootwise.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one goes on
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIGURATION.is_production else 0
MFA_ADAPTER = "rootwise.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # instead of recovery codes on paper: a second member of staff
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rootwise"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late; each code once (accounts/forms.py)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.is_production  # http on this machine
MFA_FORMS = {
    "authenticate": "rootwise.web.accounts.forms.CodeForm",
    "reauthenticate": "rootwise.web.accounts.forms.CodeAgainForm",
    "add_webauthn": "rootwise.web.accounts.forms.PasskeyForm",
}
# Attempts and used codes, the same for all processes. In a table, so that a restart does not give an attacker a new start.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_remembered",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_COOKIE_AGE = 12 * 3600  # as long as a session may last (accounts/roles.py)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
TIME_ZONE = CONFIGURATION.time_zone
USE_TZ = True
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = CONFIGURATION.is_production

# How pages look. Static files come out of the package, each address with a piece of the file's hash (look/files.py), so they may be kept.
FORM_RENDERER = "rootwise.web.look.forms.Renderer"
STATIC_URL = "/static/"
STATICFILES_DIRS = [("fonts", Path(rootwise.report.__file__).parent / "fonts")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rootwise.web.look.files.FingerprintedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# In demo the address is http on this machine, so the cookies cannot ask for https.
SESSION_COOKIE_NAME = "__Host-session" if CONFIGURATION.is_production else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if CONFIGURATION.is_production else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.is_production
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.origin] if CONFIGURATION.is_production and CONFIGURATION.origin else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.is_production else None
SECURE_SSL_REDIRECT = CONFIGURATION.is_production
SECURE_REDIRECT_EXEMPT = [r"^alive$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONFIGURATION.is_production else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LARGEST_BODY = 2 * 1024 * 1024  # a case file of 1 MB and the form around it; DATA_UPLOAD_MAX_MEMORY_SIZE does not count files
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY

# One line an event on standard error. Never a message of an exception: it can hold a child's data (project/logs.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "rootwise.web.project.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},  # who asked for what that is not there is nobody's business
    },
}
