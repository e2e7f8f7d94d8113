"""Reads the environment: the only module that does, and it names all that is missing or wrong at once."""

from __future__ import annotations

import os
import re
from string import Formatter
from typing import Annotated, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SQLITE_IN_VAR = "sqlite:///var/db.sqlite3"

#: The machines for drafts that come along, by the name that a deployment may use for their paths.
MACHINES = {
    "dummy": "cms.translation.machine.dummy.Dummy",
    "libretranslate": "cms.translation.machine.libretranslate.LibreTranslate",
}

#: How a mail server is reached, and its port where the URL names none: plain, by STARTTLS, or by TLS from the start.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


#: What a condition needs before it may be published; a deployment may ask for fewer.
GATE_POLICIES = ("clinical_sign_off", "references", "emergency_advice", "alt_text", "internal_links")


def _comma_separated(value: object) -> object:
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def _origin(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if scheme not in ("http", "https") or not separator or not rest or "/" in rest:
        raise ValueError("must be a scheme and a host, such as https://api.example.org, without a path")
    return value


def _web_url_template(value: str) -> str:
    if value and not (value.startswith(("http://", "https://")) and "{path}" in value):
        raise ValueError(
            "must be a URL that holds {path}, and {locale} where wanted: https://example.org/{locale}{path}"
        )
    return value


def _preview_url_template(value: str) -> str:
    try:
        held = {name for _text, name, *_rest in Formatter().parse(value) if name is not None}
    except ValueError:
        held = set()
    if value and not (value.startswith(("http://", "https://")) and "token" in held <= {"token", "locale"}):
        raise ValueError(
            "must be a URL that holds {token}, and {locale} where wanted: "
            "https://example.org/{locale}/preview?token={token}"
        )
    return value


def _provider(value: str) -> str:
    if value and value not in MACHINES and "." not in value:
        raise ValueError(f"must be {', '.join(MACHINES)}, or the dotted path of a class")
    return MACHINES.get(value, value)


def _server_url(value: str) -> str:
    if value and (not value.startswith(("http://", "https://")) or not value.partition("://")[2].strip("/")):
        raise ValueError("must be the URL of a server, such as http://127.0.0.1:5000")
    return value


def _mail_url(value: str) -> str:
    if value in ("", "console:"):
        return value
    try:
        url = urlsplit(value)
        is_complete = url.scheme in MAIL_PORTS and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        is_complete = False
    if not is_complete or url.path.strip("/"):
        raise ValueError("must be smtp://, smtp+tls:// or smtps:// and user:password@host:port, or console:")
    return value


def _header(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9-]+: ?[ -~]+", value):
        raise ValueError("must be a header as it is sent, such as Fastly-Key: abc")
    return value


def _cache_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must be the URL of a Redis or Valkey server, such as redis://127.0.0.1:6379/0")
    return value


def _index_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,100}", value):
        raise ValueError("must be small letters, digits, - and _, and begin with a letter or digit")
    return value


def _policies(value: list[str]) -> list[str]:
    if set(value) - set(GATE_POLICIES):
        raise ValueError(f"must be some of {', '.join(GATE_POLICIES)}, or empty for none")
    return value


def _secret(value: str) -> str:
    if len(value) < 50:
        raise ValueError("must have at least 50 characters")
    return value


class Environment(BaseSettings):
    """What a deployment may set; a name here is the variable's name in lower case."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    secret_key: Annotated[str, AfterValidator(_secret)]
    allowed_hosts: Annotated[list[str], NoDecode, Field(min_length=1)]
    public_origin: Annotated[str, AfterValidator(_origin)]
    database_url: str = SQLITE_IN_VAR
    web_url_template: Annotated[str, AfterValidator(_web_url_template)] = ""
    preview_url_template: Annotated[str, AfterValidator(_preview_url_template)] = ""
    machine_translation_provider: Annotated[str, AfterValidator(_provider)] = ""
    machine_translation_url: Annotated[str, AfterValidator(_server_url)] = ""
    machine_translation_key: str = ""
    machine_translation_timeout_s: Annotated[int, Field(gt=0)] = 30
    email_url: Annotated[str, AfterValidator(_mail_url)] = ""
    email_from: str = ""
    publish_gate: Annotated[list[str], NoDecode, AfterValidator(_policies)] = list(GATE_POLICIES)
    media_root: str = "var/media"
    image_max_megapixels: Annotated[int, Field(gt=0)] = 50
    image_max_mb: Annotated[int, Field(gt=0)] = 20
    log_level: str = "INFO"
    api_max_age_s: Annotated[int, Field(ge=0)] = 60
    api_shared_max_age_s: Annotated[int, Field(ge=0)] = 300
    api_stale_while_revalidate_s: Annotated[int, Field(ge=0)] = 60
    api_stale_if_error_s: Annotated[int, Field(ge=0)] = 3600
    api_hot_mb: Annotated[int, Field(ge=0)] = 16
    api_rate_anonymous: Annotated[int, Field(ge=0)] = 600
    api_rate_key: Annotated[int, Field(ge=0)] = 6000
    webhook_timeout_s: Annotated[int, Field(gt=0)] = 15
    webhook_keep_days: Annotated[int, Field(gt=0)] = 30
    webhook_allowed_networks: Annotated[list[str], NoDecode] = []
    purge_keys_url: Annotated[str, AfterValidator(_server_url)] = ""
    purge_keys_header: Annotated[str, AfterValidator(_header)] = ""
    purge_urls_at: Annotated[str, AfterValidator(_server_url)] = ""
    opensearch_url: Annotated[str, AfterValidator(_server_url)] = ""
    opensearch_index: Annotated[str, AfterValidator(_index_name)] = "health-content"
    review_overdue_policy: Literal["flag", "withdraw"] = "flag"
    review_withdraw_after_days: Annotated[int, Field(ge=0)] = 0
    search_miss_shown_from: Annotated[int, Field(gt=0)] = 5
    search_miss_keep_days: Annotated[int, Field(gt=0)] = 30
    cache_url: Annotated[str, AfterValidator(_cache_url)] = ""
    trusted_proxies: Annotated[list[str], NoDecode] = []

    @property
    def machine(self) -> str:
        """The dotted path of the machine for drafts, LibreTranslate where only a URL is given; "" for none."""
        return self.machine_translation_provider or (MACHINES["libretranslate"] if self.machine_translation_url else "")

    @property
    def mail_port(self) -> int:
        """0 where there is no mail server."""
        url = urlsplit(self.email_url)
        return url.port or MAIL_PORTS.get(url.scheme, 0)

    @classmethod
    def read(cls, **defaults: object) -> Environment:
        """The environment over the defaults. Raises ImproperlyConfigured,
        which names each variable that is missing or wrong.
        """
        given = {name: os.environ[name.upper()] for name in cls.model_fields if name.upper() in os.environ}
        values = {**defaults, **given}
        for name in ("allowed_hosts", "publish_gate", "trusted_proxies", "webhook_allowed_networks"):
            if name in values:
                values[name] = _comma_separated(values[name])
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise ImproperlyConfigured(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    lines = [f"  {str(fault['loc'][0]).upper()}: {_reason(fault['type'], fault['msg'])}" for fault in error.errors()]
    return "\n".join(["The settings are not complete. Set these environment variables:", *lines])


def _reason(kind: str, message: str) -> str:
    return "is missing" if kind == "missing" else message.removeprefix("Value error, ")
