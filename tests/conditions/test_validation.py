"""What an editor is told, and beside which field, when a code or a reference can't be right."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conditions.models import ConditionCode
from conditions.snippets import Reference
from tests import factories

pytestmark = pytest.mark.once

CODES = {
    "icd-10": (["G90.5", "R52.2", "G40", "F43.1"], ["g90.5", "G9", "G90.", "G90.555", "90.5", "G90,5", " G90.5"]),
    "icd-10-cm": (["G90.50", "G40", "F33.2", "G40.A01"], ["G90.50000", "G9", "90.50"]),
    "icd-11": (["MG30.04", "8A60", "6B40", "MG30.0"], ["MG3", "MI30", "G90.5", "MG30.", "OG30"]),
    "mesh": (["D020918", "D004827", "C000123"], ["020918", "D12", "E020918", "D02091A"]),
    "snomed-ct": (["128200000", "84757009"], ["12820", "1282000000000000000", "D020918"]),
}


@pytest.mark.parametrize(
    ("system", "value"), [(system, value) for system, (good, _bad) in CODES.items() for value in good]
)
def test_a_code_of_its_system_s_form_is_accepted(system, value):
    ConditionCode(system=system, value=value, release="2024").clean()


@pytest.mark.parametrize(
    ("system", "value"), [(system, value) for system, (_good, bad) in CODES.items() for value in bad]
)
def test_a_code_of_another_form_is_refused_beside_its_value_with_an_example(system, value):
    with pytest.raises(ValidationError) as refused:
        ConditionCode(system=system, value=value, release="2024").clean()

    assert list(refused.value.message_dict) == ["value"]
    assert "should look like" in refused.value.message_dict["value"][0]


IDENTIFIERS = [
    ("doi", "10.1097/AAP.0000000000000808", True),
    ("doi", "https://doi.org/10.1097/AAP.0000000000000808", False),
    ("doi", "10.1097", False),
    ("doi", "11.1097/AAP", False),
    ("pmid", "29870458", True),
    ("pmid", "029870458", False),
    ("pmid", "PMC3731413", False),
    ("pmcid", "PMC3731413", True),
    ("pmcid", "3731413", False),
    ("published", "2018", True),
    ("published", "2018-07", True),
    ("published", "2018-07-15", True),
    ("published", "2018-13", False),
    ("published", "July 2018", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value", "is_right"), IDENTIFIERS)
def test_an_identifier_of_a_reference_is_checked_beside_its_field(field, value, is_right):
    reference = Reference(key="asra-2018", title="Guidelines", url="https://example.org/", **{field: value})

    if is_right:
        reference.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            reference.full_clean()
        assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_a_reference_has_to_be_found_somewhere():
    with pytest.raises(ValidationError) as refused:
        Reference(key="asra-2018", title="Guidelines").full_clean()

    assert list(refused.value.message_dict) == ["url"]


@pytest.mark.django_db
def test_a_jurisdiction_is_a_country_or_the_union():
    notice = factories.notice()
    notice.jurisdiction = "usa"

    with pytest.raises(ValidationError) as refused:
        notice.full_clean()

    assert list(refused.value.message_dict) == ["jurisdiction"]
