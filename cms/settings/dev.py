"""A laptop or a demonstration: works without any variable set, keeps all it has in `var/`."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403 -- an overlay is the base and a few lines
from cms.settings.base import BASE_DIR, from_environment
from cms.settings.environment import Environment
from cms.settings.secret import kept_secret

DEBUG = False
globals().update(
    from_environment(
        Environment.read(
            secret_key=kept_secret(BASE_DIR / "var/secret_key"),
            allowed_hosts="127.0.0.1,localhost,[::1]",
            public_origin="http://127.0.0.1:8000",
            api_rate_anonymous=0,
            api_rate_key=0,
        )
    )
)

SERVE_MEDIA = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# Without a mail server mails are shown in the log.
EMAIL_BACKEND = globals()["EMAIL_BACKEND"].replace(".dummy.", ".console.")
