"""What nginx is told agrees with what the application does, as far as it can be read without an nginx."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from django.db import transaction

from cms.delivery import negotiation
from cms.delivery.export import layout
from cms.locales import BY_TAG, TAGS
from tests import memory
from tests.export.reading import Export

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def exported_once(django_db_setup, django_db_blocker):
    """What nginx is told of an empty installation, for tests that only read it."""
    with tempfile.TemporaryDirectory(prefix="exported-", dir=memory.folder()) as folder:
        exported = Export(Path(folder, "out"))
        with django_db_blocker.unblock(), transaction.atomic():
            exported.run()
            transaction.set_rollback(True)
        yield exported


def conf(exported, name="http.conf"):
    return (exported.root / "current/nginx" / name).read_text()


def only(pattern, text, flags=0):
    """What the pattern's group catches."""
    found = re.search(pattern, text, flags)
    assert found is not None
    return found[1]


def mapped(exported, variable, value):
    """What a `map` of nginx makes of a value; the first pattern that fits decides."""
    lines = only(rf"^map \S+ \{variable} {{\n(.*?)^}}", conf(exported), re.S | re.M).strip().splitlines()
    default = ""
    for line in lines:
        pattern, _, result = line.strip().removesuffix(";").rpartition(" ")
        pattern = pattern.strip('"')
        if pattern == "default":
            default = result
        elif (
            pattern.startswith("~")
            and re.search(pattern.lstrip("~*"), value, re.IGNORECASE if pattern.startswith("~*") else 0)
        ) or pattern == value:
            return result
    return default


@pytest.mark.parametrize(
    "header",
    ["", "ar", "ar-EG,ar;q=0.9", "es-MX", "es-mx,es;q=0.8", "es-AR", "es-419,es", "zh-CN,zh;q=0.9", "zh-Hans-CN", "zh",
     "zh-TW", "zh-HK", "fr-CA, fr;q=0.8", "en-GB,en;q=0.9", "de-DE", "*", "FR"],
)  # fmt: skip
def test_nginx_takes_the_locale_that_the_application_takes(exported_once, header):
    assert mapped(exported_once, "$export_preferred", header) == negotiation.preferred_locale(header).tag


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "plain"), ("locale=ES-mx", "locale"), ("locale=zh-hans", "locale"), ("locale=de", "unknown_locale"),
        ("locale=ar&cursor=AbC-_9", "page"), ("cursor=AbC", "cursor"), ("fields=name", "other"),
        ("locale=ar&locale=es", "other"), ("LOCALE=ar", "other"), ("locale=ar&", "other"), ("cursor=..%2F..", "other"),
        ("cursor=../x", "other"), ("locale=ar&limit=5", "other"),
    ],
)  # fmt: skip
def test_only_queries_that_there_are_files_for_lead_to_files(exported_once, query, kind):
    assert mapped(exported_once, "$export_query", query) == kind


@pytest.mark.parametrize("sent", ["/api/v1/conditions/crps/", "/api/v1/conditions/%D8%B5/", "/api/v1/problems/gone/"])
def test_the_path_in_an_error_is_what_was_sent(exported_once, sent):
    pattern = only(r'map \$request_uri \$export_path {\s+"~(.+?)"', conf(exported_once)).replace("?<", "?P<")
    assert only(pattern, f"{sent}?locale=ar") == sent


@pytest.mark.parametrize("sent", ['/api/v1/"},{"x":"', "/api/v1/\\", "/api/v1/<b>"])
def test_what_could_not_stand_in_json_is_cut_off_from_an_error(exported_once, sent):
    pattern = only(r'map \$request_uri \$export_path {\s+"~(.+?)"', conf(exported_once)).replace("?<", "?P<")
    assert only(pattern, sent) == "/api/v1/"


@pytest.mark.parametrize("tag", TAGS)
def test_every_name_that_a_locale_s_files_may_have_is_tried(exported_once, tag):
    tried = {mapped(exported_once, f"$export_languages_{number}", tag) for number in range(1, 8)}
    assert tried == set(layout.languages_of(BY_TAG[tag]))


def test_without_a_live_server_nothing_is_passed_on(exported_once):
    assert "proxy_pass" not in conf(exported_once, "server.conf")
    assert "$" + "{" not in conf(exported_once, "server.conf")
    assert "@{" not in conf(exported_once) + conf(exported_once, "server.conf")


def test_with_a_live_server_what_is_no_file_is_passed_on_and_what_is_stored_stands_in_for_it(exported, db):
    exported.run(live="http://127.0.0.1:8000/")

    server = conf(exported, "server.conf")
    assert server.count("proxy_pass http://127.0.0.1:8000;") == 3
    assert "error_page 502 504 = @export_stored_absence;" in server


def test_another_live_server_makes_a_new_export(exported, db):
    exported.run()

    report = exported.run(live="http://127.0.0.1:8000")

    assert report.is_written
