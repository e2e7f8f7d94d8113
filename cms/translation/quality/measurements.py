"""Checks that every dose and every other number with a unit is in the translation, in the same unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.quality import amounts, measures
from cms.translation.quality.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.quality.amounts import Amount
    from cms.translation.quality.numerals import Number
    from cms.translation.quality.pair import Pair

CODE = "measurements"


def check(pair: Pair) -> list[Finding]:
    """Takes the numbers of all amounts of the source, and of those of the translation that answer them."""
    return list(_Comparison(pair).findings())


class _Comparison:
    def __init__(self, pair: Pair) -> None:
        self.source, self.target = pair.source, pair.target
        self.offers = amounts.find(
            self.target.reading, self.target.free(self.target.numbers), language=self.target.language
        )
        self.all_of_source = amounts.find(
            self.source.reading, self.source.free(self.source.numbers), language=self.source.language
        )
        self.units_of_target = amounts.mentions(self.target.reading, self.offers, language=self.target.language)
        self.units_of_source = amounts.mentions(self.source.reading, self.all_of_source, language=self.source.language)
        self.severity = Severity.ERROR if pair.knows_number_words else Severity.WARNING

    def findings(self) -> Iterator[Finding]:
        """What is plainly the same is settled for all amounts first, lest it be taken for the change of another."""
        lacking = [amount for amount in self.all_of_source if amount.is_exact]
        for settle in (self._as_it_is, self._converted, self._said_otherwise):
            outcomes = [(amount, settle(amount)) for amount in lacking]
            lacking = [amount for amount, outcome in outcomes if outcome is None]
            for _amount, outcome in outcomes:
                yield from outcome or ()
        yield from self._losses(lacking)

    def _as_it_is(self, amount: Amount) -> list[Finding] | None:
        for offer in self._free_offers():
            if amount.equals(offer) and self._have_one_denominator(amount, offer):
                self._settle(amount, offer)
                return [self._on_doubt(offer)] if _is_doubtful(amount, offer) else []
        return None

    def _converted(self, amount: Amount) -> list[Finding] | None:
        for offer in self._free_offers():
            if amount.equals_in_another_unit(offer) and self._have_one_denominator(amount, offer):
                self._settle(amount, offer)
                return [] if measures.is_time(amount.unit) else [self._on_conversion(amount, offer)]
        return None

    def _said_otherwise(self, amount: Amount) -> list[Finding] | None:
        """The unit stands elsewhere, or is a word that means one of it, or the amount is not said twice."""
        bare, names_unit = self._bare(amount), amount.unit in self.units_of_target
        if bare is not None and amount.borrows_unit:
            is_said = bare.is_in_digits  # a word may count something else: “twice a week, for 2 to 3 weeks”
        else:
            is_said = names_unit and (bare is not None or amount.values[0] == 1)
        if not is_said and not self._is_repeated(amount):
            return None
        self.source.take(*amount.numbers)
        self.target.take(*([bare] if bare is not None and is_said else []))
        return []

    def _losses(self, lacking: list[Amount]) -> Iterator[Finding]:
        """One finding for each range, not for each of its ends."""
        for amount in {amount.end: amount for amount in lacking}.values():
            yield self._on_loss(amount)
        self.source.take(*(number for amount in lacking for number in amount.numbers))

    def _free_offers(self) -> list[Amount]:
        return [offer for offer in self.offers if self.target.is_free(offer.number)]

    def _settle(self, amount: Amount, offer: Amount) -> None:
        self.source.take(*amount.numbers)
        self.target.take(*offer.numbers)

    def _have_one_denominator(self, amount: Amount, offer: Amount) -> bool:
        """A denominator may stand elsewhere: 每公斤体重0.5毫克 is “0.5 mg/kg”, “al día” is “/day”."""
        only_here, only_there = set(amount.per) - set(offer.per), set(offer.per) - set(amount.per)
        return only_here <= self.units_of_target and only_there <= self.units_of_source

    def _bare(self, amount: Amount) -> Number | None:
        """The same number without a unit."""
        with_unit = {number for offer in self.offers for number in offer.numbers}
        free = self.target.free(self.target.numbers)
        return next((number for number in free if number not in with_unit and amount.number.is_like(number)), None)

    def _is_repeated(self, amount: Amount) -> bool:
        """Said twice in English and once in the translation; or once, and then changed: “5 mg … 10 mg”."""
        is_there = any(amount.equals(offer) and not self.target.is_free(offer.number) for offer in self.offers)
        return is_there and not any(measures.are_of_a_kind(amount.unit, offer.unit) for offer in self._foreign_offers())

    def _foreign_offers(self) -> list[Amount]:
        """Free ones that the English text does not say in any way."""
        return [
            offer
            for offer in self._free_offers()
            if not any(amount.equals_in_another_unit(offer) for amount in self.all_of_source)
        ]

    def _on_doubt(self, offer: Amount) -> Finding:
        return Finding(CODE, Severity.WARNING, doubt(self.target.quote(offer)))

    def _on_conversion(self, amount: Amount, offer: Amount) -> Finding:
        message = _("“%(source)s” is “%(target)s” in the translation: as much, in another unit. Keep the unit.")
        return Finding(CODE, Severity.WARNING, message % self._quotes(amount, offer))

    def _on_loss(self, amount: Amount) -> Finding:
        changed = self._changed(amount)
        if changed is not None:
            return self._on_change(amount, changed)
        severity, bare = self._severity_of(amount), self._bare(amount)
        if bare is not None:
            self.target.take(bare)
            message = _("“%(source)s” has no unit in the translation, or one that is not known here. Write the unit.")
            # A translation may well say “older than 18”.
            severity = Severity.WARNING if amount.unit == "year" else severity
        else:
            message = _("“%(source)s” is not in the translation. Add it.")
        return Finding(CODE, severity, message % {"source": self.source.quote(amount)})

    def _on_change(self, amount: Amount, changed: Amount) -> Finding:
        self.target.take(*(number for offer in self.offers if offer.end == changed.end for number in offer.numbers))
        if any(value in changed.values for value in amount.values):
            message = _("“%(source)s” is “%(target)s” in the translation: the unit differs. Write the same unit.")
        else:
            message = _("“%(source)s” is “%(target)s” in the translation: the amount differs. Correct it.")
        return Finding(CODE, self._severity_of(amount), message % self._quotes(amount, changed))

    def _severity_of(self, amount: Amount) -> Severity:
        return Severity.WARNING if measures.is_imperial(amount.unit) else self.severity

    def _changed(self, amount: Amount) -> Amount | None:
        """What the amount has become: the same number in another unit, or else another number in its unit."""
        foreign = self._foreign_offers()
        return (
            next((offer for offer in self._free_offers() if amount.number.is_like(offer.number)), None)
            or next((offer for offer in foreign if amount.unit == offer.unit), None)
            or next((offer for offer in foreign if measures.are_of_a_kind(amount.unit, offer.unit)), None)
        )

    def _quotes(self, amount: Amount, offer: Amount) -> dict[str, str]:
        return {"source": self.source.quote(amount), "target": self.target.quote(offer)}


def doubt(words: str) -> str:
    return _(
        "“%(words)s” is another number to readers in some countries. Write it without the mark: 1000, not 1,000."
    ) % {"words": words}


def _is_doubtful(amount: Amount, offer: Amount) -> bool:
    return not amount.number.is_like(offer.number) and amount.number.may_be_like(offer.number)
