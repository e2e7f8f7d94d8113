"""A signature counts for exactly what was signed, by somebody who did not write it alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.gate import sign_offs
from cms.gate.errors import NoCredentials, NoRight, OnlyAuthor, PublishRefused, TextHasChanged
from cms.gate.models import SignOff
from cms.translation import groups
from tests import factories
from tests.gate.acting import changed, lacking, lacks

pytestmark = pytest.mark.django_db


def sign(topic, person):
    return sign_offs.sign(topic, by=person, credentials="MD, FRCA")


def test_what_is_not_signed_does_not_go_out(topic):
    with pytest.raises(PublishRefused) as refused:
        factories.publish(factories.latest(topic))

    assert [item.policy for item in refused.value.missing] == ["clinical_sign_off"]
    assert not factories.is_out(topic)


def test_what_is_signed_goes_out(signed):
    factories.publish(factories.latest(signed))

    assert factories.is_out(signed)


def test_what_changes_after_the_signature_is_named_with_who_signed(signed, clinician):
    changed(signed, summary="Pain that lasts longer than twelve weeks.")

    (item,) = lacking(signed)
    assert "Clara, MD, FRCA" in item.sentence
    assert "Summary" in item.sentence
    assert item.url.endswith(f"/gate/{signed.pk}/sign/")


def test_evidence_and_references_are_signed_too(signed):
    draft = factories.latest(signed)
    row = draft.evidence.get_object_list()[0]
    row.references = [("reference", factories.reference("other-2020", doi="10.1000/other"))]
    draft.save_revision()

    assert lacks(signed) == ["clinical_sign_off"]


@pytest.mark.parametrize("locale", ["ar", "es-MX", "zh-Hans", "fr"])
def test_another_language_or_address_leaves_the_signature_as_it_is(signed, locale):
    draft = factories.latest(signed)
    factories.write(draft, locale, name="…", summary="…")
    factories.write(draft, "en", path_segment="long-lasting-pain")
    draft.save_revision()

    assert lacking(signed) == []


def test_a_text_that_is_put_back_as_it_was_is_signed_again(signed):
    before = factories.read(factories.latest(signed), "summary", "en")
    changed(signed, summary="Something else.")

    changed(signed, summary=before)

    assert lacking(signed) == []


def test_an_editorial_change_of_what_is_out_goes_out_on_an_earlier_signature(signed):
    factories.publish(factories.latest(signed))

    changed(signed, kind="editorial", summary="Pain that lasts more than three months.")
    assert lacks(signed) == []

    changed(signed, kind="content")
    assert lacks(signed) == ["clinical_sign_off"]


def test_nothing_is_editorial_that_was_never_out(signed):
    changed(signed, kind="editorial", summary="Pain.")

    assert lacks(signed) == ["clinical_sign_off"]


def test_nobody_signs_without_the_right(topic):
    with pytest.raises(NoRight):
        sign(topic, factories.user("ada", groups.AUTHORS))


def test_who_wrote_all_of_it_does_not_sign_it(topic, clinician):
    changed(topic, by=clinician, summary="Written by the clinician.")

    with pytest.raises(OnlyAuthor):
        sign(topic, clinician)


def test_who_mended_what_another_wrote_signs_it(topic, clinician):
    changed(topic, by=factories.user("ada", groups.AUTHORS), summary="Written by the author.")
    changed(topic, by=clinician, meta_title="Chronic pain")

    sign(topic, clinician)

    assert lacks(topic) == []


def test_a_translator_is_no_author_of_the_source(topic, clinician):
    changed(topic, by=clinician, summary="Written by the clinician.")
    draft = factories.write(factories.latest(topic), "ar", summary="ألم")
    draft.save_revision(user=factories.translator("ar"))

    with pytest.raises(OnlyAuthor):
        sign(topic, clinician)


def test_a_change_of_one_s_own_after_one_s_signature_is_for_another_to_sign(signed, clinician):
    changed(signed, by=clinician, summary="Changed afterwards.")

    with pytest.raises(OnlyAuthor):
        sign(signed, clinician)


def test_a_publisher_of_one_may_sign_alone(topic, clinician, settings):
    settings.TRANSLATION_POLICY = {"en": {"approval": "single"}}
    changed(topic, by=clinician, summary="Written by the clinician.")

    sign(topic, clinician)

    assert lacks(topic) == []


def test_a_signature_says_what_the_person_is(topic, clinician):
    with pytest.raises(NoCredentials):
        sign_offs.sign(topic, by=clinician)


def test_credentials_are_those_of_the_last_signature_until_others_are_given(signed, clinician):
    changed(signed, summary="Longer.")

    assert sign_offs.sign(signed, by=clinician).credentials == "MD, FRCA"


def test_on_the_page_for_signing_a_role_that_was_left_out_is_none(client, topic, clinician):
    sign_offs.sign(topic, by=clinician, credentials="MD", role="Registrar")
    changed(topic, summary="Longer.")
    client.force_login(clinician)
    address = reverse("gate_sign", args=[topic.pk])
    seen = client.get(address).context["form"]["seen"].value()

    client.post(address, {"seen": seen, "credentials": "MD", "role": ""})

    assert [sign_off.role for sign_off in SignOff.objects.order_by("pk")] == ["Registrar", ""]


def test_who_reads_the_changed_text_once_more_can_sign_it(client, topic, clinician):
    client.force_login(clinician)
    address = reverse("gate_sign", args=[topic.pk])
    seen = client.get(address).context["form"]["seen"].value()
    changed(topic, summary="Changed meanwhile.")

    refused = client.post(address, {"seen": seen, "credentials": "MD"})
    html = refused.content.decode()
    assert html.index("Read it again first.") < html.index("Changed meanwhile.")
    assert not SignOff.objects.exists()
    client.post(address, {"seen": refused.context["form"]["seen"].value(), "credentials": "MD"})

    assert lacks(topic) == []


def test_nobody_signs_what_they_have_not_seen(topic, clinician):
    seen = sign_offs.digest(factories.latest(topic))
    changed(topic, summary="Changed meanwhile.")

    with pytest.raises(TextHasChanged):
        sign_offs.sign(topic, by=clinician, credentials="MD", seen=seen)
