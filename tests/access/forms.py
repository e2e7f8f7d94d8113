"""The admin's pages of API keys, as tests ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from cms.access import secrets

if TYPE_CHECKING:
    from cms.access.models import ApiKey

LIST = "/admin/api-keys/"
FORM = {
    "name": "Patient app, live",
    "owner": "Clínica del Dolor",
    "contact": "desarrollo@clinica.example",
    "scopes": ["read"],
    "rate": "",
    "allowed_origins": "",
    "expires_at": "",
}


def of(act: str, key: ApiKey) -> str:
    return reverse(f"api_keys:{act}", args=[key.pk])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def secret_on(answer: Any) -> str:
    (found,) = set(secrets.PATTERN.findall(answer.content.decode()))
    return str(found)


def errors_of(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)
