"""People who work at the same time never overwrite newer work, and each is noted for their own."""

from __future__ import annotations

import pytest

from cms.locales import BY_TAG, column
from cms.translation import work
from tests import factories
from tests.translation.edit_form.filling_in import errors_of, form_of, post, signed_in, snippet_address

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# Several people at once


def test_two_people_in_different_locales_both_keep_their_work(client, topic):
    spanish, arabic = factories.translator("es"), factories.translator("ar")
    of_spanish, of_arabic = form_of(client, topic, spanish), form_of(client, topic, arabic)

    first = post(client, topic, {**of_spanish, "summary_es": "Dolor de más de tres meses."}, spanish)
    second = post(client, topic, {**of_arabic, "summary_ar": "ألم طويل الأمد."}, arabic)

    draft = factories.latest(topic)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (draft.summary_es, draft.summary_ar) == ("Dolor de más de tres meses.", "ألم طويل الأمد.")


def test_two_people_who_may_write_everything_keep_their_work_in_different_locales(client, topic):
    first, second = factories.administrator(), factories.administrator()
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)

    post(client, topic, {**of_first, "summary_es": "Dolor de más de tres meses."}, first)
    answer = post(client, topic, {**of_second, "summary_ar": "ألم طويل الأمد."}, second)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert (draft.summary_es, draft.summary_ar) == ("Dolor de más de tres meses.", "ألم طويل الأمد.")


def test_streams_of_a_locale_that_somebody_else_changed_are_kept_too(client, topic):
    first, second = factories.translator("es"), factories.administrator()
    of_second = form_of(client, topic, second)
    of_first = form_of(client, topic, first)
    of_first["sections_es-1-value-blocks-0-value-title"] = "Antes de la sesión"
    post(client, topic, of_first, first)

    answer = post(client, topic, {**of_second, "summary_en": "Months of pain."}, second)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert draft.sections_raw("es")[1]["value"]["blocks"][0]["value"]["title"] == "Antes de la sesión"
    assert draft.summary_en == "Months of pain."


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_two_people_in_one_locale_are_told_beside_the_field_and_nothing_is_lost(client, topic, locale):
    first, second = factories.translator(locale), factories.translator(locale)
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    summary = column("summary", locale)
    post(client, topic, {**of_first, summary: "1"}, first)

    answer = post(client, topic, {**of_second, summary: "2"}, second)

    assert answer.status_code == 200
    [(field, messages)] = errors_of(answer).items()
    assert field.endswith(BY_TAG[locale].suffix)
    assert "Somebody else changed" in str(messages)
    assert (
        'value="2"' in answer.content.decode()
        or ">2</textarea>" in answer.content.decode()
        or "2</textarea>" in (answer.content.decode().replace("\n", ""))
    )
    assert factories.read(factories.latest(topic), "summary", locale) == "1"


def test_two_people_who_wrote_the_same_are_not_in_conflict(client, topic):
    first, second = factories.translator("es"), factories.translator("es")
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    post(client, topic, {**of_first, "summary_es": "Dolor."}, first)

    answer = post(client, topic, {**of_second, "summary_es": "Dolor."}, second)

    assert answer.status_code == 302, errors_of(answer)


def test_two_people_who_write_statements_of_one_locale_do_not_overwrite_each_other(client, topic):
    first, second = factories.translator("es"), factories.translator("es")
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    post(client, topic, {**of_first, "evidence-0-statement_es": "Primera versión."}, first)

    answer = post(client, topic, {**of_second, "evidence-0-statement_es": "Segunda versión."}, second)

    assert answer.status_code == 200
    assert factories.latest(topic).evidence.all()[0].statement_es == "Primera versión."


def test_a_statement_that_somebody_else_wrote_in_another_locale_is_kept(client, topic):
    first, second = factories.translator("es"), factories.administrator()
    of_second = form_of(client, topic, second)
    of_first = form_of(client, topic, first)
    post(client, topic, {**of_first, "evidence-0-statement_es": "Primera versión."}, first)

    answer = post(client, topic, {**of_second, "summary_en": "Months of pain."}, second)

    assert answer.status_code == 302, errors_of(answer)
    assert factories.latest(topic).evidence.all()[0].statement_es == "Primera versión."


def test_two_people_in_one_locale_of_a_therapy_are_told_so(client):
    therapy = factories.therapy(locales=("en", "es"))
    address = snippet_address(therapy)
    first, second = factories.translator("es"), factories.translator("es")
    forms = [factories.posted(signed_in(client, person).get(address).context["form"]) for person in (first, second)]
    signed_in(client, first).post(address, {**forms[0], "summary_es": "1"})

    answer = signed_in(client, second).post(address, {**forms[1], "summary_es": "2"})

    assert "Somebody else changed" in str(errors_of(answer))
    assert factories.latest(therapy).summary_es == "1"


# Who has worked


def test_who_changed_a_locale_is_noted_for_that_locale_alone(client, topic):
    spanish, arabic = factories.translator("es"), factories.translator("ar")
    post(client, topic, {**form_of(client, topic, spanish), "summary_es": "Dolor."}, spanish)
    post(client, topic, {**form_of(client, topic, arabic), "summary_ar": "ألم."}, arabic)

    works = work.works_of(topic.content_id)

    assert works["es"].contributors == [spanish.pk]
    assert works["ar"].contributors == [arabic.pk]
    assert works["fr"].contributors == []


def test_opening_and_saving_without_a_change_makes_nobody_a_contributor(client, topic):
    factories.release(topic, "es")
    person = factories.administrator()

    answer = post(client, topic, form_of(client, topic, person), person)

    works = work.works_of(topic.content_id)
    assert answer.status_code == 302, errors_of(answer)
    assert works["es"].contributors == []
    assert works["es"].state == "done"
    assert works["ar"].contributors == []
