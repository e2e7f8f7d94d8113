"""Settings of the services that an installation names: caches, CDN, mail, machine translation, database, log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import dj_database_url

if TYPE_CHECKING:
    from pathlib import Path

    from cms.settings.environment import Environment


def cache(url: str) -> dict[str, object]:
    """A cache that all processes share, for rates too; without one, rates are added up in the database."""
    if not url:
        return {"API_RATES_CACHE": ""}
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"CACHES": {"default": backend}, "API_RATES_CACHE": "default"}


def purging(environment: Environment) -> dict[str, object]:
    """What is told to drop its copies after a publish: a CDN by surrogate keys, a cache by the URLs it has."""
    found: dict[str, object] = {}
    if environment.purge_keys_url:
        name, _, value = environment.purge_keys_header.partition(":")
        found["keys"] = {
            "BACKEND": "cms.webhooks.purging.SurrogateKeyBackend",
            "LOCATION": environment.purge_keys_url,
            "HEADERS": {name: value.strip()} if name else {},
        }
    if environment.purge_urls_at:
        found["urls"] = {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": environment.purge_urls_at,
        }
    return found


def machine_translation(environment: Environment) -> dict[str, object]:
    """The machine for drafts and its options; empty for none."""
    if not environment.machine:
        return {}
    return {
        "PROVIDER": environment.machine,
        "URL": environment.machine_translation_url,
        "API_KEY": environment.machine_translation_key,
        "TIMEOUT_S": environment.machine_translation_timeout_s,
    }


def mail(environment: Environment) -> dict[str, object]:
    """The mail server by its URL; without one, mails go nowhere, and what they say is in the admin only."""
    url = urlsplit(environment.email_url)
    backend = {"": "dummy", "console": "console"}.get(url.scheme, "smtp")
    sender = environment.email_from or f"no-reply@{urlsplit(environment.public_origin).hostname}"
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend",
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": environment.mail_port,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }


def database(url: str, *, base_dir: Path) -> dict[str, object]:
    """A database by its URL: SQLite in WAL mode with immediate transactions, PostgreSQL with a lasting connection."""
    parsed = dict(dj_database_url.parse(url))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        if parsed["NAME"] != ":memory:":
            parsed["NAME"] = str(base_dir / str(parsed["NAME"]))
        parsed["CONN_MAX_AGE"] = None
        parsed["OPTIONS"] = {
            # A transaction that reads and then writes must hold the lock from its start: with the deferred default,
            # four writers lost 207 of 240 transactions to "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        }
    else:
        # One thread a worker asks, so each process keeps one connection: a pool and a check before each use cost a
        # fifth of an answer. A database that was restarted costs each process one answer of 503.
        parsed["CONN_MAX_AGE"] = None
        # The few statements of the hot path are planned once per connection instead of for every answer.
        given: Any = parsed.get("OPTIONS", {})
        parsed["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5, **given}
    return parsed


def logging(level: str) -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"without_tokens": {"()": "cms.preview.logs.WithoutTokens"}},
        "loggers": {"django.request": {"filters": ["without_tokens"]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
