"""The whole history for an audit: complete, the same each time, by its schema, readable alone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from cms.history import export, facts, records, subjects
from cms.publishing.content import digest_of_body
from cms.publishing.document import ORIGIN
from cms.translation import releases
from cms.translation.models import Method, ReleaseState
from cms.translation.moments import Moments
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMA = json.loads(Path("cms/history/history.schema.json").read_text(encoding="utf-8"))
NOTE = "The longest time between two doses is corrected."


@pytest.fixture
def topic():
    """Out in all locales but French; a safety change has taken back all but Chinese."""
    fresh = factories.page(locales=("en", "es", "ar"))
    factories.overlay(fresh, summary="Un dolor de más de tres meses.")
    factories.release(fresh, "es-MX")
    draft = factories.write(factories.latest(fresh), "en", summary="Pain that lasts longer than six months.")
    return factories.publish(draft, kind="safety", note=NOTE, by=factories.administrator())


def written(content, form="json"):
    subject = subjects.find(getattr(content, "content_id", content))
    return b"".join(export.FORMATS[form].write(subject))


def exported(content):
    found = json.loads(written(content))
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    return found


def test_every_edition_of_every_locale_is_there_with_its_text(topic):
    found = exported(topic)

    assert [edition["sequence"] for edition in found["editions"]] == [
        edition.sequence for edition in factories.editions(topic)
    ]
    assert {edition["locale"] for edition in found["editions"]} == {"en", "es", "es-MX", "ar"}
    gone = [edition for edition in found["editions"] if edition["event"] == "gone"]
    assert {edition["locale"] for edition in gone} == {"es", "es-MX", "ar"}
    assert {edition["gone_reason"] for edition in gone} == {"withdrawn"}
    assert all((edition["document"] is None) == (edition in gone) for edition in found["editions"])


def test_an_edition_s_digest_can_be_checked_by_whoever_holds_the_file(topic, settings):
    for edition in exported(topic)["editions"]:
        if edition["document"] is not None:
            text = json.dumps(edition["document"]).replace(settings.PUBLIC_ORIGIN, ORIGIN)
            assert digest_of_body(json.loads(text)) == edition["digest"]


def test_the_text_of_an_edition_is_the_answer_of_the_api(client, topic):
    edition = [each for each in exported(topic)["editions"] if each["locale"] == "en"][-1]
    query = {"locale": "en", "version": edition["version"]}

    public = client.get(f"/api/v1/conditions/{topic.content_id}/", query).json()

    assert edition["document"] == public | {"superseded": None}


def test_releases_say_who_answers_for_them(topic):
    by_locale = {release["locale"]: release for release in exported(topic)["releases"]}

    assert by_locale["ar"]["approver"].startswith("Approver-")
    assert by_locale["ar"]["method"] == "human"
    assert by_locale["ar"]["withdrawal_reason"] == "A safety change of the source"
    assert list(by_locale) == ["ar", "es", "es-MX"]


def test_the_log_says_who_did_what_when_in_words(topic):
    log = exported(topic)["log"]

    publish = next(entry for entry in log if entry["action"] == "wagtail.publish" and entry["by"])
    assert publish["by"].startswith("admin-")
    change = next(entry for entry in log if entry["action"] == "translation.change")
    assert "Spanish, Mexican Spanish and Arabic fall back to English" in change["what"]
    assert change["comment"] == NOTE


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_same_history_gives_the_same_bytes(topic, form):
    assert written(topic, form) == written(topic, form)


def test_whoever_asks_gets_the_same_json(topic):
    first = written(topic)

    with override("es"):
        assert written(topic) == first


def test_a_deleted_page_is_exported_with_its_log(topic):
    content_id = topic.content_id
    before = exported(topic)
    topic.delete(user=factories.administrator())

    found = exported(content_id)

    assert found["is_deleted"]
    assert found["name"] == "Chronic pain"
    assert found["releases"] == before["releases"]
    assert found["editions"][-1]["gone_reason"] == "deleted"
    assert found["log"][: len(before["log"])] == before["log"]
    assert found["log"][-1]["action"] == "wagtail.delete"


def test_other_apps_add_their_records(topic, monkeypatch):
    monkeypatch.setattr(records, "_records", {})
    alarm = {"at": "2026-06-01T00:00:00Z", "by": "A. Sample", "what": "Forced", "missing": ["A signature", "A source"]}
    records.register("sign_offs", lambda content_id: [alarm] if content_id == topic.content_id else [])

    assert exported(topic)["sign_offs"] == [alarm]
    page = written(topic, "html").decode()
    assert "<h2>Clinical sign-offs</h2>" in page
    assert "A signature; A source" in page
    with pytest.raises(records.AlreadyRegistered):
        records.register("sign_offs", lambda _content_id: [])


def test_a_long_history_is_read_a_few_editions_at_a_time(topic, monkeypatch):
    """In order, each once, whatever is published meanwhile."""
    monkeypatch.setattr(facts, "_AT_ONCE", 2)
    expected = [edition.sequence for edition in factories.editions(topic)]
    reading = facts.editions(subjects.find(topic.content_id))
    first = next(reading)
    factories.publish(factories.write(factories.latest(topic), "en", summary="Pain."))

    assert [line.edition.sequence for line in (first, *reading)] == expected


# To be read


def test_the_page_to_read_needs_no_other_file_and_knows_its_directions(topic):
    page = written(topic, "html").decode()

    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert not any(mark in page for mark in ("<script", "<link", "<img", "src=", "url(", "@import"))
    assert 'lang="ar" dir="rtl">قد يستمر الألم المزمن' in page
    assert "<del>" in page
    assert NOTE in page


def test_the_page_to_read_tells_in_words_what_is_stored_as_a_code(topic):
    with override("es"):
        method, state = str(Method.HUMAN.label), str(ReleaseState.OUT.label)
        told = written(topic, "html").decode().partition('id="releases"')[2].partition("</table>")[0]

    assert method in told
    assert state in told
    assert "Un cambio de seguridad" in told
    assert not any(code in told for code in (">human<", "summary", "A safety change"))


def test_a_release_that_waits_says_for_what(topic):
    draft = factories.write(factories.latest(topic), "ar", summary="ألم يستمر أكثر من ستة أشهر.")
    draft.save_revision()
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    releases.approve(topic, "ar", by=factories.approver("ar"), moments=Moments(moment, None))

    [_first, waiting] = [release for release in exported(topic)["releases"] if release["locale"] == "ar"]

    assert (waiting["state"], waiting["goes_out_at"]) == ("waiting", f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    assert "Waits for its moment" in written(topic, "html").decode()


def test_the_page_to_read_is_in_the_language_of_who_asks_and_leaves_the_thread_in_its_own(topic):
    with override("es"):
        reading = export.FORMATS["html"].write(subjects.find(topic.content_id))
    with override("en"):
        first = next(reading)
        assert str(gettext("a deleted account")) == "a deleted account"

    assert b'<html lang="es" dir="ltr">' in first


# In the admin and by command


def test_a_file_is_sent_while_it_is_read(client, topic):
    client.force_login(factories.administrator())

    answer = client.get(reverse("history_export", args=[topic.content_id, "json"]))

    assert answer.streaming
    assert answer.headers["Content-Disposition"] == f'attachment; filename="history-{topic.content_id}.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"".join(answer.streaming_content) == written(topic)
    assert client.get(reverse("history_export", args=[topic.content_id, "pdf"])).status_code == 404


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_command_writes_the_same_file(topic, tmp_path, form, capsys):
    file = tmp_path / "history"

    call_command("export_history", "chronic-pain", format=form, output=str(file))

    assert file.read_bytes() == written(topic, form)
    assert str(topic.content_id) in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["history"]


def test_the_command_says_what_it_does_not_find(tmp_path):
    with pytest.raises(CommandError, match="There is no history of lumbago"):
        call_command("export_history", "lumbago", output=str(tmp_path / "history"))
    with pytest.raises(CommandError, match="There is no history of"):
        call_command("export_history", str(uuid4()))


def test_a_slug_of_several_is_answered_with_their_ids():
    page = factories.page("chronic-pain")
    factories.glossary_term(slug="chronic-pain")

    with pytest.raises(CommandError, match=str(page.content_id)):
        call_command("export_history", "chronic-pain")


def test_a_file_that_can_not_be_written_is_told(tmp_path):
    factories.page("chronic-pain")

    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_history", "chronic-pain", output=str(tmp_path / "nowhere" / "history"))
