"""Checks a text beside its source, for the tests."""

from __future__ import annotations

from cms.translation.quality import Rules, check

LOCALES = ["ar", "es", "es-MX", "fr", "zh-Hans"]


def findings(source, target, locale="es-MX", **rules):
    return check(source, target, locale=locale, rules=Rules(**rules))


def found(source, target, locale="es-MX", **rules):
    """Each finding as `code severity`."""
    return [f"{finding.code} {finding.severity}" for finding in findings(source, target, locale, **rules)]


def message(source, target, locale="es-MX", **rules):
    [finding] = findings(source, target, locale, **rules)
    return finding.message
