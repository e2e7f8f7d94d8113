"""The test suite: the laptop's settings, with cheap passwords,
files in a temporary folder and the database that is asked for.
"""

from __future__ import annotations

import tempfile

from cms.settings.base import *  # noqa: F403 -- an overlay is the base and a few lines
from cms.settings.base import from_environment
from cms.settings.environment import Environment

DEBUG = False
globals().update(
    from_environment(
        Environment.read(
            secret_key="for the test suite only, and long enough to be accepted",
            allowed_hosts="testserver,127.0.0.1,localhost",
            public_origin="http://testserver",
            database_url="sqlite:///:memory:",
            media_root=tempfile.mkdtemp(prefix="health-content-media-"),
            log_level="WARNING",
            api_rate_anonymous=0,
            api_rate_key=0,
            publish_gate="",
        )
    )
)

# Threads of a live server come and go; a connection that outlives its thread would hold on to the test database.
globals()["DATABASES"]["default"]["CONN_MAX_AGE"] = 0

SERVE_MEDIA = True
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
