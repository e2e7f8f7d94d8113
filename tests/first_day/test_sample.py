"""The sample content is told to be one, counts for nothing, and goes without what own content needs."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cms.first_day.panel import FirstDayPanel
from conditions.models import ConditionIndexPage, ConditionPage
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import SiteProfile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]


def remove(*options):
    told = StringIO()
    call_command("remove_sample", *options, stdout=told)
    return told.getvalue()


def test_sample_content_is_told_to_be_one_and_goes_when_it_is_told_to(sample):
    administrator = factories.administrator()
    panel = FirstDayPanel(administrator)
    assert panel.has_sample
    assert [step.key for step in panel.steps if step.is_done] == ["index"]

    told = remove("--dry-run")
    assert "Would be removed: 12 × condition" in told
    assert ConditionPage.objects.count() == 12

    told = remove()

    assert "Removed: 12 × condition, 1 × therapy, 12 × glossary term, 6 × reference, 3 × person, 12 × image" in told
    for model in (ConditionPage, Therapy, GlossaryTerm, Reference, Person, SiteProfile):
        assert not model._default_manager.exists()
    assert Notice.objects.filter(kind="emergency").exists()
    assert Client().get("/api/v1/conditions/crps/").status_code == 410
    assert not FirstDayPanel(administrator).has_sample
    assert remove() == "There is no sample content to remove.\n"


def test_what_own_content_needs_stays(sample):
    topic = ConditionPage.objects.get(slug="chronic-pain")
    own = factories.draft("own-pain", under=topic)
    therapy, reference = Therapy.objects.get(), Reference.objects.get(key="asra-2018")
    factories.add_evidence(own, therapy, reference)
    factories.publish(own)

    told = remove()

    assert "stays, for it has other pages below it: Chronic pain" in told
    assert set(ConditionPage.objects.values_list("slug", flat=True)) == {"chronic-pain", "own-pain"}
    assert set(Therapy.objects.all()) == {therapy}
    assert reference in Reference.objects.all()
    assert ConditionIndexPage.objects.exists()
    assert Client().get("/api/v1/conditions/own-pain/").status_code == 200
