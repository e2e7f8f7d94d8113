"""Names in the order of the reader's alphabet, and which locale a reader's tag means."""

from __future__ import annotations

import pytest

from cms import collation, locales

pytestmark = pytest.mark.once


def in_order(names, locale):
    return sorted(names, key=lambda name: collation.sort_key(name, locale))


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("en", ["anxiety", "Bipolar disorder", "chronic pain", "‘Ecstasy’ use", "Epilepsy"]),
        ("es", ["ansiedad", "crisis", "dolor crónico", "Dolor de espalda", "nube", "ñandú", "úlcera"]),
        ("es-MX", ["nube", "ñandú", "ojo"]),
        ("fr", ["cote", "coté", "côte", "côté", "douleur", "élan", "épilepsie", "œdème", "zona"]),
        ("ar", ["الصرع", "ألم", "باب", "تسريب", "نوبة"]),
        ("zh-Hans", ["癫痫", "复杂性区域疼痛综合征", "慢性疼痛", "抑郁症", "重度抑郁"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(locale, names):
    assert in_order(reversed(names), locale) == names


@pytest.mark.parametrize("locale", locales.TAGS)
def test_case_and_punctuation_do_not_decide(locale):
    assert in_order(["(b) pain", "A pain", "«c» pain"], locale) == ["A pain", "(b) pain", "«c» pain"]


@pytest.mark.parametrize(
    ("name", "locale", "initial"),
    [
        ("Epilepsy", "en", "E"),
        ("épilepsie", "fr", "E"),
        ("Œdème", "fr", "O"),
        ("ñandú", "es", "Ñ"),
        ("ansiedad", "es", "A"),
        ("«dolor»", "es", "D"),
        ("أ لم", "ar", "ا"),
        ("الصرع", "ar", "ا"),
        ("نوبة", "ar", "ن"),
        ("癫痫", "zh-Hans", "D"),
        ("慢性疼痛", "zh-Hans", "M"),
        ("5-HT syndrome", "en", "#"),
        ("", "en", "#"),
        ("…", "ar", "#"),
    ],
)
def test_a_name_stands_under_its_letter(name, locale, initial):
    assert collation.initial(name, locale) == initial


@pytest.mark.parametrize("locale", locales.TAGS)
def test_a_key_fits_its_column(locale):
    assert len(collation.sort_key("Ŵ" * 500, locale)) <= 400
    assert len(collation.path_key("/" + "ا" * 3000)) <= 4000


def test_a_page_stands_right_before_the_pages_below_it():
    paths = ["/painful", "/pain-relief", "/pain/crps/hand", "/pain/crps", "/pain"]

    assert sorted(paths, key=collation.path_key) == paths[::-1]


# Locales


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("en-US", "en"),
        ("es", "es"),
        ("es-ES", "es"),
        ("es-AR", "es"),
        ("es-419", "es"),
        ("es-MX", "es-MX"),
        ("ES-mx", "es-MX"),
        ("fr-CA", "fr"),
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("arz", "ar"),
        ("zh-Hans", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", None),
        ("zh-Hant", None),
        ("zh-HK", None),
        ("de", None),
        ("ja", None),
        ("tlh", None),
        ("", None),
        ("*", None),
        ("rubbish rubbish", None),
        ("x" * 300, None),
        ("q=0.5", None),
        ("../../etc", None),
        ("عربي", None),
    ],
)
def test_a_reader_s_tag_means_the_locale_they_understand_best(asked, given):
    found = locales.best_match(asked)

    assert (found.tag if found else None) == given


@pytest.mark.parametrize(
    ("tag", "overlays", "language_only", "direction"),
    [
        ("en", None, ("en",), "ltr"),
        ("es", None, ("es",), "ltr"),
        ("es-MX", "es", ("es-MX", "es"), "ltr"),
        ("ar", None, ("ar",), "rtl"),
        ("zh-Hans", None, ("zh-Hans",), "ltr"),
    ],
)
def test_a_locale_knows_what_it_stands_over_and_how_it_is_read(tag, overlays, language_only, direction):
    locale = locales.get(tag.upper())

    assert (locale.tag, locale.overlays, locale.within_language, locale.direction) == (
        tag,
        overlays,
        language_only,
        direction,
    )


def test_every_chain_ends_with_the_source():
    for locale in locales.translations():
        assert locale.chain[-1] == locales.SOURCE
    assert locales.BY_TAG[locales.SOURCE].is_source


def test_a_tag_that_is_no_content_locale_is_refused_with_the_list():
    with pytest.raises(locales.UnknownLocale, match=r"'pt' is not a content locale; there are en, es, es-MX"):
        locales.get("pt")


@pytest.mark.parametrize(("tag", "name"), [("en", "name_en"), ("es-MX", "name_es_mx"), ("zh-Hans", "name_zh_hans")])
def test_a_column_is_named_after_its_locale(tag, name):
    assert locales.column("name", tag) == name
