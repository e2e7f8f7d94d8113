"""The settings name the machine, and one that can not be used fails at the start."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from cms.translation import checks  # noqa: F401 -- registers the system checks
from cms.translation.machine import provider
from cms.translation.machine.dummy import Dummy

pytestmark = pytest.mark.once

DUMMY = "cms.translation.machine.dummy.Dummy"
LIBRETRANSLATE = "cms.translation.machine.libretranslate.LibreTranslate"


def test_without_a_setting_there_is_no_machine(settings):
    settings.MACHINE_TRANSLATION = {}

    assert provider() is None


@pytest.mark.parametrize(
    "setting", [{"PROVIDER": DUMMY}, {"PROVIDER": DUMMY, "URL": "", "API_KEY": "", "TIMEOUT_S": 30}]
)
def test_the_setting_names_the_machine(settings, setting):
    settings.MACHINE_TRANSLATION = setting

    assert isinstance(provider(), Dummy)


def test_the_machine_is_made_with_the_options_of_the_setting(settings, server):
    server.key = "a-secret-key"
    settings.MACHINE_TRANSLATION = {
        "PROVIDER": LIBRETRANSLATE, "URL": f"{server.url}/", "API_KEY": "a-secret-key", "TIMEOUT_S": 5
    }  # fmt: skip

    machine = provider()

    assert machine is not None
    assert machine.name == "LibreTranslate"
    assert machine.translate(["Asthma"], source="en", target="ar") == ["الربو"]


@pytest.mark.parametrize(
    "setting",
    [{}, {"PROVIDER": ""}, {"PROVIDER": DUMMY}, {"PROVIDER": LIBRETRANSLATE, "URL": "https://translate.example.org"}],
)
def test_the_system_check_accepts_what_can_be_used(settings, setting):
    settings.MACHINE_TRANSLATION = setting

    call_command("check", fail_level="WARNING")


@pytest.mark.parametrize(
    ("setting", "error", "hint"),
    [
        ({"PROVIDER": "nowhere.Machine"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": "cms.translation.machine.dummy.Dumy"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": "dummy"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": LIBRETRANSLATE}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "URL": "translate.example.org"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "URL": "https://[::1"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "ADDRESS": "x"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": "collections.Counter"}, "translation.E003", "name, translate and can_translate"),
    ],
)
def test_a_machine_that_can_not_be_used_fails_at_the_start(settings, setting, error, hint):
    settings.MACHINE_TRANSLATION = setting

    with pytest.raises(SystemCheckError) as raised:
        call_command("check")

    assert f"({error})" in str(raised.value)
    assert hint in str(raised.value)
