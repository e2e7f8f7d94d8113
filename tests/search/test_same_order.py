"""Lists as they come, written down: each database is held to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.search.asking import found, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("clinic")

FOUND = [
    (
        "en",
        "pain",
        "chronic-pain neuropathic-pain postherpetic-neuralgia crps shingles depression ketamine-infusion nerve-block",
    ),
    (
        "en",
        "nerve pain",
        "neuropathic-pain postherpetic-neuralgia nerve-block chronic-pain crps shingles depression ketamine-infusion",
    ),
    ("en", "nerve pain after shingles", "postherpetic-neuralgia neuropathic-pain shingles nerve-block"),
    ("en", "chronic pain", "chronic-pain neuropathic-pain postherpetic-neuralgia crps depression"),
    ("en", "siezures", "seizure-disorder epilepsy"),
    ("en", "stress disorder", "ptsd seizure-disorder depression"),
    ("en", "B02", "shingles postherpetic-neuralgia"),
    ("en", "postherp", "postherpetic-neuralgia"),
    ("en", "nervepain", "neuropathic-pain postherpetic-neuralgia nerve-block"),
    ("en", "drip into a vein", "ketamine-infusion infusion"),
    ("es", "dolor", "chronic-pain neuropathic-pain postherpetic-neuralgia crps shingles migraine"),
    ("es", "neuralgia posherpetica", "postherpetic-neuralgia"),
    ("es", "crisis convulsivas", "seizure-disorder epilepsy"),
    ("es-MX", "sindrome doloroso", "crps chronic-pain neuropathic-pain postherpetic-neuralgia"),
    ("es-MX", "culebrilla", "shingles postherpetic-neuralgia"),
    ("es-MX", "infusion", "infusion ketamine-infusion"),
    ("fr", "douleur", "chronic-pain neuropathic-pain postherpetic-neuralgia crps"),
    ("fr", "une douleur après le zona", "shingles chronic-pain neuropathic-pain postherpetic-neuralgia crps"),
    ("ar", "الم", "chronic-pain neuropathic-pain postherpetic-neuralgia crps"),
    ("ar", "الالم العصبي", "neuropathic-pain postherpetic-neuralgia chronic-pain crps"),
    ("ar", "هربس", "shingles postherpetic-neuralgia"),
    ("ar", "nerve pain", "neuropathic-pain postherpetic-neuralgia nerve-block chronic-pain crps ketamine-infusion"),
    ("zh-Hans", "疼痛", "chronic-pain neuropathic-pain crps postherpetic-neuralgia migraine shingles"),
    ("zh-Hans", "带状疱疹后神经痛", "postherpetic-neuralgia shingles"),
    ("zh-Hans", "神经", "neuropathic-pain postherpetic-neuralgia crps"),
    ("zh-Hans", "pain", "chronic-pain neuropathic-pain postherpetic-neuralgia crps nerve-block"),
]

SUGGESTED = [
    ("en", "p", "PHN / PTSD / Persistent pain / Neuropathic pain / Complex regional pain syndrome"),
    ("en", "ne", "Nerve block / Neuropathic pain / Nerve pain after shingles"),
    ("en", "seiz", "Seizure disorder"),
    ("en", "b02", "B02 / B02.2"),
    (
        "es",
        "dolor",
        "Dolor crónico / Dolor neuropático / Dolor después de la culebrilla / Síndrome de dolor regional complejo",
    ),
    ("es-MX", "sindrome d", "Síndrome doloroso regional complejo"),
    ("es-MX", "dep", "Depresión"),
    ("fr", "douleur n", "Douleur neuropathique / Douleur chronique"),
    (
        "ar",
        "ال",
        "الصرع / الشقيقة / الاكتئاب / الألم المزمن / الألم العصبي / الهربس النطاقي / الألم العصبي التالي للهربس"
        " / اضطراب الكرب التالي للصدمة",
    ),
    ("ar", "الم", "الألم المزمن / الألم العصبي / الألم العصبي التالي للهربس / متلازمة الألم الناحي المركّب"),
    ("zh-Hans", "疼", "慢性疼痛 / 神经病理性疼痛 / 复杂性区域疼痛综合征"),
    ("zh-Hans", "带状", "带状疱疹 / 带状疱疹后神经痛"),
    ("zh-Hans", "manx", "慢性疼痛"),
]


@pytest.mark.parametrize(("locale", "q", "expected"), FOUND)
def test_results_come_in_one_order(client: Client, locale: str, q: str, expected: str) -> None:
    assert found(client, q, locale) == expected.split()


@pytest.mark.parametrize(("locale", "q", "expected"), SUGGESTED)
def test_suggestions_come_in_one_order(client: Client, locale: str, q: str, expected: str) -> None:
    assert suggested(client, q, locale) == expected.split(" / ")
