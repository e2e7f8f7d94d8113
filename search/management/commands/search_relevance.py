"""Measures how good search is by judged queries, locale by locale, and lists what was missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import judging

_JUDGEMENTS = Path("tests/search/judgements")


class Command(BaseCommand):
    help = (
        "Prints MRR and nDCG@10 per locale over what is published here, and the queries whose best answer is not first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--judgements", type=Path, default=_JUDGEMENTS, help="A folder of <locale>.yaml files.")
        parser.add_argument("--floor", type=float, default=0.0, help="Fail where either figure is below this.")

    def handle(self, *args: Any, judgements: Path, floor: float, **options: Any) -> None:
        judged = judging.read(judgements)
        if not judged:
            raise CommandError(f"There are no judged queries in {judgements}.")
        measured = [judging.measure(locale, queries) for locale, queries in judged.items()]
        for each in measured:
            self.stdout.write(
                f"{each.locale:8} MRR {each.mrr:.3f}  nDCG@10 {each.ndcg:.3f}  {len(each.results)} queries"
            )
            for result in each.misses:
                wanted = ", ".join(name for name, grade in result.judged.grades.items() if grade == 3)
                self.stdout.write(
                    f"  {result.judged.query!r} ({result.judged.kind}): {wanted} → {list(result.found[:3])}"
                )
        low = [each.locale for each in measured if min(each.mrr, each.ndcg) < floor]
        if low:
            raise CommandError(f"Below {floor} in {', '.join(low)}.")
