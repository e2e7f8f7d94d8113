"""The admin's own words: every one has its translation, and what is compiled is what was translated."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.catalog import Catalog

from cms.operations.management.commands import catalogue

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", catalogue.languages())
def test_a_catalogue_is_complete(language):
    assert catalogue.faults(catalogue.updated(language, catalogue.collect())) == []


@pytest.mark.parametrize("language", catalogue.languages())
def test_a_catalogue_is_up_to_date_with_the_source_and_compiled(language):
    assert catalogue.is_written(language, catalogue.updated(language, catalogue.collect())), (
        "`make messages` updates it"
    )


def test_words_are_found_in_python_and_in_templates(tmp_path, settings):
    _project(tmp_path, settings)

    found = catalogue.collect()

    assert {message.id for message in found if message.id} == {
        "A plain word",
        ("%(count)s page", "%(count)s pages"),
        "In a template",
        "Hello %(name)s",
    }
    assert found.get("In a template", context="button") is not None


def test_what_was_translated_stays_and_what_is_gone_goes(tmp_path, settings):
    _project(tmp_path, settings)
    catalogue.write("es", catalogue.updated("es", catalogue.collect()))
    written = catalogue.read("es")
    _translate(written, "A plain word", "Una palabra")
    written.add("An old word", string="Una palabra vieja")
    catalogue.write("es", written)

    updated = catalogue.updated("es", catalogue.collect())

    translations = {message.id: message.string for message in updated}
    assert translations["A plain word"] == "Una palabra"
    assert "An old word" not in translations
    assert "not translated: 'Hello %(name)s'" in catalogue.faults(updated)


def test_a_translation_with_other_placeholders_is_a_fault():
    broken = Catalog(locale="es")
    broken.add("Hello %(name)s", string="Hola %(nombre)s", flags=["python-format"])

    assert len(catalogue.faults(broken)) == 1


def test_a_compiled_catalogue_is_one_that_gettext_reads(tmp_path, settings):
    _project(tmp_path, settings)
    words = catalogue.updated("es", catalogue.collect())
    _translate(words, "A plain word", "Una palabra")
    catalogue.write("es", words)

    with (tmp_path / "locale/es/LC_MESSAGES/django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("A plain word") == "Una palabra"


def _translate(words: Catalog, source: str, translation: str) -> None:
    words.delete(source)
    words.add(source, string=translation)


def _project(folder, settings) -> None:
    """A project of one Python file and one template."""
    settings.BASE_DIR = folder
    settings.LOCALE_PATHS = [folder / "locale"]
    templates = folder / "cms/templates/cms"
    templates.mkdir(parents=True)
    (folder / "cms/words.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        "WORD = _('A plain word')\n"
        "PAGES = ngettext('%(count)s page', '%(count)s pages', 2)\n"
    )
    (templates / "page.html").write_text(
        "{% load i18n %}\n"
        "  <p>{% translate 'In a template' context 'button' %}</p>\n"
        "<p>{% blocktranslate with name=user trimmed %}\n    Hello {{ name }}\n  {% endblocktranslate %}</p>\n"
    )
