"""Medical codes as documents show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conditions.vocabulary import CodeSystem

if TYPE_CHECKING:
    from conditions.models import ConditionCode

#: Public browsers that can be linked to by code; the others have none without a licence or a look-up.
_BROWSERS = {
    CodeSystem.ICD_10: "https://icd.who.int/browse10/{release}/en#/{value}",
    CodeSystem.MESH: "https://id.nlm.nih.gov/mesh/{value}.html",
}


def code_document(code: ConditionCode) -> dict[str, Any]:
    browser = _BROWSERS.get(CodeSystem(code.system))
    return {
        "system": code.system,
        "value": code.value,
        "release": code.release,
        "match": code.match,
        "url": browser.format(value=code.value, release=code.release) if browser else None,
    }
