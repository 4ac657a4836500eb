"""Settings, all from the environment; secrets also by `NAME_FILE`. Everything the server stores lies below MODELWRIGHT_HOME."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.management.utils import get_random_secret_key


def env(name: str, default: str = "") -> str:
    """The variable's value, or the content of the file that `NAME_FILE` names."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def choice(name: str, default: str, *others: str) -> str:
    """The variable's value, which must be one of those."""
    value = env(name, default)
    if value not in (default, *others):
        raise ValueError(f"{name} must be one of {', '.join((default, *others))}, not {value!r}")
    return value


def count(name: str) -> int:
    """The variable's value as a number, 0 without one."""
    value = env(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise ValueError(f"{name} must be a whole number, 0 or more, not {value!r}")
    return int(value)


def listed(name: str) -> tuple[str, ...]:
    """The variable's `a,b` without spaces and empty parts."""
    return tuple(part.strip() for part in env(name).split(",") if part.strip())


def pairs(name: str) -> dict[str, str]:
    """The variable's `a=b;c=d` as a dictionary."""
    parts = [part.partition("=") for part in env(name).split(";") if part.strip()]
    if wrong := next((key for key, equals, value in parts if not (key.strip() and equals and value.strip())), None):
        raise ValueError(f"{name} must be like value=Role;other value=Other role, and has {wrong!r} without a role")
    return {key.strip(): value.strip() for key, _equals, value in parts}


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name` URL, or for SQLite in the home folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "modelwright.sqlite3",
            "CONN_MAX_AGE": None,  # threads are few and stay (core.handler)
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,  # threads are few and stay (core.handler)
        "CONN_HEALTH_CHECKS": True,  # a connection that PostgreSQL closed meanwhile is replaced
    }


def secret_key(home: Path) -> str:
    """MODELWRIGHT_SECRET_KEY, or a random key that is made once and kept in the home folder."""
    if key := env("MODELWRIGHT_SECRET_KEY"):
        return key
    file = home / "secret_key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key())
    return file.read_text()


def mail(url: str) -> dict[str, Any]:
    """Django's settings for `smtp://user:password@host:587` (with STARTTLS), `smtps://…:465`, or `smtp+plain://…:25`."""
    if not url:
        return {"EMAIL_HOST": "", "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("MODELWRIGHT_EMAIL_URL must be like smtp://user:password@host:587, smtps:// or smtp+plain://")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


HOME: Final = Path(env("MODELWRIGHT_HOME", "data")).resolve()
RUNS_DIR: Final = HOME / "runs"
MODELS_DIR: Final = HOME / "models"
UPLOADS_DIR: Final = HOME / "uploads"
MANIFESTS_DIR: Final = HOME / "manifests"
"""What versions of datasets held."""
EXPORTS_DIR: Final = HOME / "exports"
"""Zips of datasets, kept for some days."""
CACHE_DIR: Final = HOME / "cache"
MIRRORS_DIR: Final = HOME / "mirrors"
"""Copies of the objects of data paths in S3."""
PACKED_CACHE_GB: Final = float(env("MODELWRIGHT_PACKED_CACHE_GB", "20"))
WEIGHTS_DIR: Final = env("MODELWRIGHT_WEIGHTS_DIR")
"""Folder with pretrained weights for machines without a network; empty: the library's loader."""
DATA_ROOTS: Final = [
    Path(root).resolve() for root in env("MODELWRIGHT_DATA_ROOTS", str(HOME)).split(os.pathsep) if root
]
"""Data paths must lie inside one of these folders."""
S3_BUCKETS: Final = tuple(bucket.removeprefix("s3://").strip("/") for bucket in listed("MODELWRIGHT_S3_BUCKETS"))
"""Switches data paths in S3 on: the buckets that may be used, `bucket` or `bucket/folder`; `*` for all that the keys open."""
S3_ENDPOINT: Final = env("MODELWRIGHT_S3_ENDPOINT")
"""Address of a store that speaks S3; empty: Amazon's."""
S3_REGION: Final = env("MODELWRIGHT_S3_REGION")
S3_ADDRESSING: Final = choice("MODELWRIGHT_S3_ADDRESSING", "path", "virtual")
"""How an own endpoint is told the bucket: https://endpoint/bucket, or https://bucket.endpoint."""
S3_ACCESS_KEY_ID: Final = env("MODELWRIGHT_S3_ACCESS_KEY_ID")
"""Empty: what AWS's usual variables, profile files or machine roles give."""
S3_SECRET_ACCESS_KEY: Final = env("MODELWRIGHT_S3_SECRET_ACCESS_KEY")
ONE_PROCESS_PER_MACHINE: Final = choice("MODELWRIGHT_ONE_PROCESS_PER_MACHINE", "active", "unfinished", "created")
"""X5. active: one runs and the others wait; unfinished, created: a machine with such a process gets no other one."""
MONITORING_NEEDS: Final = choice("MODELWRIGHT_MONITORING_NEEDS", "manage", "view")
"""X1: the right on processes that watching them takes; authors may always watch their own."""
PASSWORD_POLICY: Final = choice("MODELWRIGHT_PASSWORD_POLICY", "source", "strict")
"""X21. source: E13's rule; strict: at least 8 characters with a lower, an upper and one that is no letter or digit."""
OIDC_ISSUER: Final = env("MODELWRIGHT_OIDC_ISSUER")
"""Switches single sign-on on: the address below which the provider has /.well-known/openid-configuration."""
OIDC_CLIENT_ID: Final = env("MODELWRIGHT_OIDC_CLIENT_ID", "modelwright")
OIDC_CLIENT_SECRET: Final = env("MODELWRIGHT_OIDC_CLIENT_SECRET")
OIDC_NAME: Final = env("MODELWRIGHT_OIDC_NAME", "OpenID Connect")
OIDC_SCOPE: Final = env("MODELWRIGHT_OIDC_SCOPE", "openid profile email")
OIDC_ROLES_CLAIM: Final = env("MODELWRIGHT_OIDC_ROLES_CLAIM", "groups")
OIDC_ROLES: Final = pairs("MODELWRIGHT_OIDC_ROLES")
"""Value of that claim → name of a role or key of a preset; `*` for everybody who has an account there."""
JOURNAL_DAYS: Final = count("MODELWRIGHT_JOURNAL_DAYS")
"""How long entries of the journal are kept before they are moved into a file in JOURNAL_DIR; 0: for ever."""
JOURNAL_DIR: Final = HOME / "journal"
OWN_DIRS: Final = (
    RUNS_DIR,
    MODELS_DIR,
    UPLOADS_DIR,
    MANIFESTS_DIR,
    EXPORTS_DIR,
    CACHE_DIR,
    MIRRORS_DIR,
    JOURNAL_DIR,
)
"""What the server itself stores, of all projects. No data path leads in here, also where the home folder is a data root."""
HUNG_AFTER_MINUTES: Final = float(env("MODELWRIGHT_HUNG_AFTER_MINUTES", "120"))
"""A training that writes nothing for so long is ended; 0: never."""
LOG_LIMIT_MB: Final = float(env("MODELWRIGHT_LOG_LIMIT_MB", "20"))
"""Of each log of a run; beyond it the log is cut."""
DISK_RESERVE_GB: Final = float(env("MODELWRIGHT_DISK_RESERVE_GB", "1"))
"""Stays free on the disk of the runs: what does not fit beside it is not begun."""
KEEP_CHECKPOINTS_DAYS: Final = float(env("MODELWRIGHT_KEEP_CHECKPOINTS_DAYS", "0"))
"""Of completed trainings that nobody published; 0: for ever."""
KEEP_PACKED_DAYS: Final = float(env("MODELWRIGHT_KEEP_PACKED_DAYS", "30"))
"""Packed images that no run has used for so long are removed; 0: only when there are too many."""
PUBLIC_URL: Final = env("MODELWRIGHT_PUBLIC_URL").rstrip("/")
"""Where people reach this server, such as https://train.example.org: for links in e-mails and webhooks."""
WEBHOOKS_TO_PRIVATE: Final = choice("MODELWRIGHT_WEBHOOKS_TO_PRIVATE", "0", "1") == "1"
"""Whether webhooks may lead to this machine and into private networks."""
MACHINE_LEASE: Final = timedelta(seconds=30)
WEB_DIR: Final = Path(env("MODELWRIGHT_WEB_DIR", str(Path(__file__).resolve().parents[3] / "web" / "dist")))

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = env("MODELWRIGHT_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("MODELWRIGHT_TRUSTED_ORIGINS").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "modelwright.server.core",
    "modelwright.server.accounts",
    "modelwright.server.notices",
    "modelwright.server.masterdata",
    "modelwright.server.datasets",
    "modelwright.server.packages",
    "modelwright.server.jobs",
    "modelwright.server.registry",
    "modelwright.server.journal",
    "modelwright.server.training",
    "modelwright.server.schedules",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "modelwright.server.core.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "modelwright.server.core.language.LanguageMiddleware",
    "modelwright.server.core.journalling.JournalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "modelwright.server.urls"
ASGI_APPLICATION = "modelwright.server.asgi.application"
TEMPLATES: list[dict[str, Any]] = []
DATABASES = {"default": database(env("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env("MODELWRIGHT_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("MODELWRIGHT_HTTPS") == "1" else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

vars().update(mail(env("MODELWRIGHT_EMAIL_URL")))
DEFAULT_FROM_EMAIL = env("MODELWRIGHT_EMAIL_FROM", "Modelwright <modelwright@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("zh-hans", "中文"), ("es", "Español")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a refusal is an answer, not an event
    "root": {"handlers": ["console"], "level": env("MODELWRIGHT_LOG_LEVEL", "WARNING")},
}
