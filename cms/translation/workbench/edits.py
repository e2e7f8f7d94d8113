"""Answers to what a translator does with segments: save, confirm, check, and accept what a check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from cms.translation import difference
from cms.translation.workbench import acts, lines, standing
from cms.translation.workbench.answers import AnswerView
from cms.translation.workbench.asked import body_of, edits_of, text_of
from cms.translation.workbench.bench import Bench

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from cms.translation.desk import Outcome
    from cms.translation.workbench.lines import Drawing


class EditView(AnswerView):
    """Answers with the segments as they are after the act."""

    def drawing(self, outcome: Outcome) -> Drawing:
        return lines.Drawing(Bench(self.content, self.locale, sheet=outcome.sheet), user=self.request.user)

    def drawn(self, drawing: Drawing, paths: Iterable[str]) -> dict[str, Any]:
        bench = drawing.bench
        found = [bench.sheet.by_path[path] for path in paths if path in bench.sheet.by_path]
        return {
            "saved": {segment.path: lines.drawn(drawing.line(segment)) for segment in found},
            "standing": standing.drawn(bench, user=self.request.user, with_errors=False),
        }


class SaveView(EditView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        asked = edits_of(body_of(request))
        outcome, moved = acts.save(self.content, self.locale, asked, by=request.user)
        mine = {item.edit.path: item.edit.text for item in asked}
        drawing = self.drawing(outcome)
        told = self.drawn(drawing, [*outcome.saved, *outcome.equal])
        told["conflicts"] = {
            path: {
                "theirs": segment.target,
                "seen": segment.digest,
                "difference": difference.as_html(difference.words(segment.target, mine[path])),
            }
            for path, segment in outcome.conflicts.items()
        }
        told["moved"] = {path: self._moved(drawing.line(segment)) for path, segment in moved.items()}
        told["refused"] = outcome.refused
        return JsonResponse(told)

    def _moved(self, line: lines.Line) -> dict[str, Any]:
        return {
            **lines.drawn(line),
            "shown": line.source,
            "message": _(
                "The source was changed after you opened this page, and your text is not saved yet. "
                "Compare, then change it, or press Ctrl+Enter."
            ),
        }


class ConfirmView(EditView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        data = body_of(request)
        path = text_of(data, "path")
        asked = [(path, text_of(data, "seen"), text_of(data, "source", default=""))]
        outcome = acts.confirm(self.content, self.locale, asked, by=request.user)
        return JsonResponse(self.drawn(self.drawing(outcome), [path]))


class CheckView(AnswerView):
    """Checks a text that is not saved, and saves nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        data = body_of(request)
        bench = Bench(self.content, self.locale)
        segment = self.segment(bench, text_of(data, "path"))
        written = lines.with_target(segment, text_of(data, "text"))
        line = lines.Drawing(bench, user=request.user).line(written)
        told = lines.drawn(line)
        return JsonResponse({name: told[name] for name in ("findings", "errors", "warnings")})


class AcceptView(EditView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        data = body_of(request)
        path = text_of(data, "path")
        outcome = acts.accept(
            self.content,
            self.locale,
            path,
            seen=text_of(data, "seen"),
            source=text_of(data, "source", default=""),
            code=text_of(data, "code", longest=100),
            reason=text_of(data, "reason", longest=300),
            by=request.user,
        )
        return JsonResponse(self.drawn(self.drawing(outcome), [path]))
