"""XLIFF documents such as other programs write, and what is read from them, for the tests."""

from __future__ import annotations

from cms.translation.exchange import xliff
from tests.translation.exchange.examples import CONTENT_ID

SOURCE = (
    'Ask <pc id="1" type="fmt" subType="xlf:b">your doctor</pc> about <pc id="2" type="link" subType="cms:a1">it</pc>.'
)


def document(*units, root="", file=f'id="{CONTENT_ID}"', locale="es", version="2.0", namespace="2.0"):
    return (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:{namespace}" version="{version}" srcLang="en" '
        f'trgLang="{locale}"{root}><file {file}>{"".join(units)}</file></xliff>'
    ).encode()


def unit(source, target=None, *, name="text", state="translated", space=' xml:space="preserve"'):
    made = "" if target is None else f"<target>{target}</target>"
    return (
        f'<unit id="u1" name="{name}"{space}><segment state="{state}"><source>{source}</source>{made}</segment></unit>'
    )


def read(data):
    return xliff.read(data, name="pain.xlf")


def only(data):
    """The one segment of a file that nothing was refused of."""
    found = read(data)
    assert found.refused == ()
    (one,) = found.contents[0].segments
    return one


def refusal(data):
    """The one refused line of a file, of which nothing else was taken over."""
    found = read(data)
    (refused,) = found.refused
    assert [segment.path for content in found.contents for segment in content.segments] == []
    return refused
