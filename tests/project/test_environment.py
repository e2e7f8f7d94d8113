"""The settings: all that is missing or wrong is named at once, in words of the person who deploys."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import from_environment
from cms.settings.environment import Environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
MACHINES = "cms.translation.machine"
GOOD = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "api.example.org, www.example.org",
    "PUBLIC_ORIGIN": "https://api.example.org",
}


@pytest.fixture(autouse=True)
def _only_what_a_test_sets(monkeypatch):
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_complete_environment_is_read(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)

    environment = Environment.read()

    assert environment.allowed_hosts == ["api.example.org", "www.example.org"]
    assert environment.public_origin == "https://api.example.org"


def test_a_variable_goes_before_the_default_of_an_overlay(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)

    environment = Environment.read(public_origin="http://127.0.0.1:8000")

    assert environment.public_origin == "https://api.example.org"


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(ImproperlyConfigured) as raised:
        Environment.read()

    for name in GOOD:
        assert f"{name}: is missing" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "short", "at least 50 characters"),
        ("ALLOWED_HOSTS", " , ", "at least 1 item"),
        ("PUBLIC_ORIGIN", "api.example.org", "a scheme and a host"),
        ("PUBLIC_ORIGIN", "https://api.example.org/", "without a path"),
        ("WEB_URL_TEMPLATE", "https://example.org/", "{path}"),
        ("PREVIEW_URL_TEMPLATE", "https://example.org/{locale}/", "{token}"),
        ("PREVIEW_URL_TEMPLATE", "https://example.org/{token}/{secret_key}", "{token}"),
        ("PREVIEW_URL_TEMPLATE", "example.org/?token={token}", "{token}"),
        ("MACHINE_TRANSLATION_PROVIDER", "babelfish", "dummy, libretranslate, or the dotted path"),
        ("MACHINE_TRANSLATION_URL", "127.0.0.1:5000", "the URL of a server"),
        ("MACHINE_TRANSLATION_URL", "https://", "the URL of a server"),
        ("MACHINE_TRANSLATION_TIMEOUT_S", "0", "greater than 0"),
        ("PUBLISH_GATE", "references, spelling", "some of clinical_sign_off, references"),
        ("API_MAX_AGE_S", "-1", "greater than or equal to 0"),
        ("API_SHARED_MAX_AGE_S", "soon", "valid integer"),
    ],
)
def test_what_is_wrong_is_named_with_the_reason(monkeypatch, name, value, says):
    for good_name, good_value in GOOD.items():
        monkeypatch.setenv(good_name, good_value)
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as raised:
        Environment.read()

    faults = str(raised.value).splitlines()[1:]
    assert len(faults) == 1
    assert faults[0].strip().startswith(f"{name}: ")
    assert says in faults[0]


def test_everything_that_is_wrong_is_named_at_once(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    monkeypatch.setenv("PUBLIC_ORIGIN", "nowhere")
    monkeypatch.setenv("API_MAX_AGE_S", "soon")

    with pytest.raises(ImproperlyConfigured) as raised:
        Environment.read()

    named = [line.strip().partition(":")[0] for line in str(raised.value).splitlines()[1:]]
    assert sorted(named) == ["ALLOWED_HOSTS", "API_MAX_AGE_S", "PUBLIC_ORIGIN", "SECRET_KEY"]


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({}, {}),
        ({"MACHINE_TRANSLATION_KEY": "a-key"}, {}),
        (
            {"MACHINE_TRANSLATION_URL": "http://127.0.0.1:5000"},
            {"PROVIDER": f"{MACHINES}.libretranslate.LibreTranslate", "URL": "http://127.0.0.1:5000"},
        ),
        (
            {
                "MACHINE_TRANSLATION_URL": "https://translate.example.org/",
                "MACHINE_TRANSLATION_KEY": "a-key",
                "MACHINE_TRANSLATION_TIMEOUT_S": "90",
            },
            {
                "PROVIDER": f"{MACHINES}.libretranslate.LibreTranslate",
                "URL": "https://translate.example.org/",
                "API_KEY": "a-key",
                "TIMEOUT_S": 90,
            },
        ),
        ({"MACHINE_TRANSLATION_PROVIDER": "dummy"}, {"PROVIDER": f"{MACHINES}.dummy.Dummy"}),
        ({"MACHINE_TRANSLATION_PROVIDER": "our.machine.Machine"}, {"PROVIDER": "our.machine.Machine"}),
    ],
)
def test_a_machine_for_drafts_is_there_when_one_is_named_or_has_an_address(monkeypatch, given, setting):
    for name, value in {**GOOD, **given}.items():
        monkeypatch.setenv(name, value)

    found = from_environment(Environment.read())["MACHINE_TRANSLATION"]

    assert found == ({"URL": "", "API_KEY": "", "TIMEOUT_S": 30} | setting if setting else {})


def test_a_public_installation_does_not_start_without_its_settings():
    environment = {name: value for name, value in os.environ.items() if name.lower() not in Environment.model_fields}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.production"

    result = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert result.returncode != 0
    for name in GOOD:
        assert f"{name}: is missing" in result.stderr


@pytest.mark.parametrize(("name", "value"), [("REVIEW_OVERDUE_POLICY", "hide"), ("REVIEW_WITHDRAW_AFTER_DAYS", "-1")])
def test_a_policy_for_overdue_reviews_that_is_none_stops_the_start(monkeypatch, name, value):
    for known, good in {**GOOD, name: value}.items():
        monkeypatch.setenv(known, good)

    with pytest.raises(ImproperlyConfigured, match=name):
        Environment.read()
