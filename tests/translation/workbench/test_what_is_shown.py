"""What the workbench shows to whom, and how one finds one’s way in it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.locales import BY_TAG
from cms.translation import desk, drafts
from home.models import SiteProfile
from tests import factories
from tests.translation.workbench.bench import WORDS, Workbench, long_page, machine_draft, outdated

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# What is shown


@pytest.mark.parametrize(("tag", "direction"), [("es", "ltr"), ("ar", "rtl"), ("zh-Hans", "ltr"), ("es-MX", "ltr")])
def test_the_translator_writes_beside_the_source_in_the_direction_of_the_language(at, tag, direction):
    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))

    html = at(page, tag).html()

    assert f'<textarea id="target-1" rows="1" lang="{tag}" dir="{direction}"' in html
    assert WORDS["en"].overview in html
    if tag != "es-MX":
        assert WORDS[tag].overview in html


@pytest.mark.parametrize("tag", ["es", "ar", "es-MX"])
def test_who_may_only_review_reads_and_has_no_fields(at, tag):
    html = at(outdated("es", "ar"), tag, user=factories.approver(tag)).html()

    assert "data-target" not in html
    assert "Read and release" in html
    assert f"Only translators of {BY_TAG[tag].own_name} can write here" in html


def test_it_shows_what_changed_in_the_source_since_the_text_was_written(at):
    html = at(outdated("ar"), "ar").html("?show=outdated")

    assert "<ins>" in html
    assert "Still right" in html
    assert html.count("data-segment ") == 1


def test_an_overlay_shows_what_it_inherits_and_lacks_nothing(at):
    bench = at(factories.page(locales=("en", "es")), "es-MX")

    html = bench.html()

    assert f'placeholder="{WORDS["es"].summary}"' in html
    assert "As in Español" in html
    assert bench.get().context["counts"].missing == 0


def test_terms_are_marked_with_their_approved_translation_or_that_there_is_none(at):
    factories.glossary_term(locales=("en", "ar"))
    page = factories.page()
    page = factories.publish(factories.write(factories.latest(page), "en", summary="It is used off-label <today>."))

    arabic, chinese = at(page, "ar").html(), at(page, "zh-Hans").html()

    assert "<mark>off-label</mark> &lt;today&gt;" in arabic
    assert 'data-text="خارج نطاق الترخيص"' in arabic
    assert "no approved translation yet" not in arabic
    assert "no approved translation yet" in chinese


def test_a_text_that_is_remembered_for_the_very_source_is_offered_and_not_filled_in(at):
    factories.page("chronic-pain", locales=("en", "es"))
    other = factories.page("other")
    other = factories.publish(factories.write(factories.latest(other), "en", summary=WORDS["en"].summary))
    bench = at(other, "es")

    line = next(
        line for _label, lines in bench.get().context["groups"] for line in lines if line.segment.path == "summary"
    )

    assert line.remembered == [WORDS["es"].summary]
    assert line.segment.target == ""


def test_a_locked_page_says_so_and_has_no_fields(at):
    page = outdated("es")
    page.locked, page.locked_by = True, factories.administrator()
    page.save()
    bench = at(page, "es")

    html, answer = bench.html(), bench.save("name", "Otro")

    assert "data-target" not in html
    assert "locked" in html
    assert (answer.status_code, "<" in answer.json()["error"]) == (409, False)
    assert bench.segment("name").target == WORDS["es"].name


def test_content_without_text_says_so(at):
    profile = SiteProfile.for_site(Site.objects.get())
    profile.save()

    assert "There is no text in the source yet" in at(profile, "ar").html()


def test_when_nothing_is_left_to_do_it_says_how_much_is_done(at):
    page = factories.page(locales=("en", "es"))

    assert "All done: 7 strings." in at(page, "es").html("?show=to_do")


def test_a_snippet_has_a_workbench_too(at):
    bench = at(factories.therapy(), "ar", user=factories.translator("ar"))

    answer = bench.save("name", "العلاج بتسريب الكيتامين")

    assert answer.status_code == 200
    assert factories.latest(bench.content).name_ar == "العلاج بتسريب الكيتامين"


# Finding one's way


def test_filters_show_what_is_to_do_and_of_which_kind(at):
    page = outdated("es")
    machine_draft(page, "es")
    bench = at(page, "es")
    bench.post("comment", {"path": "path_segment", "text": "¿Con acento?"})
    bench.save("sections.overview/heading", "")

    assert bench.paths("?show=outdated") == ["summary"]
    assert bench.paths("?show=machine") == ["name"]
    assert bench.paths("?show=missing") == ["sections.overview/heading"]
    assert bench.paths("?show=to_do") == ["name", "summary", "sections.overview/heading"]
    assert bench.paths("?show=comments") == ["path_segment"]
    assert bench.paths("?show=errors") == ["summary"]
    assert len(bench.paths("?show=nonsense")) == 8


@pytest.mark.parametrize(
    ("tag", "query"), [("es", "TRES MESES"), ("ar", "ثلاثة أشهر"), ("zh-Hans", "三个月"), ("es", "three Months")]
)
def test_it_is_searched_in_source_and_target(at, tag, query):
    bench = at(factories.page(locales=("en", "es", "ar", "zh-Hans")), tag)

    assert bench.paths(f"?q={query}") == ["summary"]
    assert "No string is like that." in bench.html("?q=nowhere")


def test_fifty_segments_are_on_a_page_and_a_path_leads_to_its_own(at):
    bench = at(long_page(120), "es")
    everything = [segment.path for segment in desk.open_sheet(drafts.latest(bench.content), "es").segments]

    assert bench.paths() == everything[:50]
    assert bench.paths("?page=2") == everything[50:100]
    assert bench.paths("?page=99") == bench.paths("?page=3") == everything[100:]
    assert bench.paths(f"?at={quote(everything[60])}") == everything[50:100]
    assert bench.paths("?page=-1&at=nowhere") == bench.paths("?page=²") == everything[:50]


def test_the_next_to_do_is_known_over_the_border_of_the_page(at):
    bench = at(long_page(120), "es")
    everything = [segment.path for segment in desk.open_sheet(drafts.latest(bench.content), "es").segments]

    context = bench.get("?page=2").context

    assert (context["found"].later, context["found"].earlier) == (everything[100], "summary")


@pytest.mark.parametrize("query", ["", "?show=errors", "?show=to_do"])
def test_more_segments_take_no_more_queries(at, query):
    short = at(long_page(10), "es")
    long = Workbench(short.client, factories.draft("longer", locales=("en",)), "es", user=short.user)
    blocks = [factories.paragraph(f"Rest {i} days.", block=factories.block_id("longer", i)) for i in range(200)]
    fresh = factories.latest(long.content)
    factories.write(fresh, "en", sections=[factories.section("overview", *blocks, of="longer")])
    long.content = factories.publish(factories.write(fresh, "es", name="Descanso"))
    counts = []

    for bench in (short, short, long):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert bench.get(query).status_code == 200
        counts.append(len(queries))

    assert counts[1] == counts[2]


def with_evidence(page, *slugs):
    """A draft of the page that speaks of these therapies too; nothing is saved."""
    draft = factories.latest(page)
    for slug in slugs:
        factories.add_evidence(draft, factories.therapy(slug=slug))
    return draft


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans", "es-MX"])
def test_a_draft_takes_as_few_queries_however_much_it_refers_to(at, tag):
    page = factories.publish(with_evidence(factories.page(locales=("en", "es", "ar", "zh-Hans")), "ketamine"))
    bench = at(page, tag)
    counts = []

    for draft in (page, with_evidence(page, "lidocaine", "magnesium", "clonidine")):
        factories.write(draft, tag, summary="…").save_revision()
        bench.get()
        with CaptureQueriesContext(connection) as queries:
            assert "…</textarea>" in bench.client.get(bench.url).content.decode()
        counts.append(len(queries))
        factories.publish(factories.latest(page))

    assert counts[0] == counts[1] < 20


@pytest.mark.parametrize("tag", ["es", "es-MX"])
def test_a_copy_with_a_draft_is_worked_on_by_its_own_rows(at, tag):
    page = factories.publish(with_evidence(factories.page(locales=("en", "es")), "ketamine"))
    factories.write(factories.latest(page), tag, summary="…").save_revision()
    copied = factories.reload(page).copy(update_attrs={"slug": "copy", "title": "Copy"})

    shown, of_original = at(copied, tag).paths(), at(page, tag).paths()

    assert set(shown) == desk.open_sheet(drafts.latest(copied), tag).by_path.keys()
    assert {path for path in of_original if path not in shown} == {of_original[-1]}
    assert of_original[-1].startswith("evidence/")
