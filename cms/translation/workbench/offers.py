"""Answers with what helps to translate: memory, comments, where the locale stands, and a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.template.loader import render_to_string

from cms.locales import BY_TAG, SOURCE
from cms.translation import difference, memory, rights, units
from cms.translation.labels import part_label
from cms.translation.machine import drafting
from cms.translation.workbench import comments, lines, standing
from cms.translation.workbench.answers import AnswerView
from cms.translation.workbench.asked import NotUnderstood, body_of, text_of
from cms.translation.workbench.bench import Bench

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest


class SuggestView(AnswerView):
    """What the memory holds for one segment."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        segment = self.segment(Bench(self.content, self.locale), request.GET.get("path", ""))
        found = [
            (match, difference.as_html(difference.words(match.source, segment.source)) if match.score < 100 else "")
            for match in memory.matches(segment.source, self.locale)
            if match.target != segment.target
        ]
        context = {"matches": found, "locale": BY_TAG[self.locale], "source_locale": BY_TAG[SOURCE]}
        html = render_to_string("translation/workbench_suggestions.html", context)
        return JsonResponse({"count": len(found), "html": html})


class CommentView(AnswerView):
    """Whoever may read the page may speak; `resolve` is the number of a comment that is settled."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        data = body_of(request)
        path = text_of(data, "path")
        bench = Bench(self.content, self.locale)
        segment = self.segment(bench, path)
        if "resolve" in data:
            comments.resolve(self.content, self.locale, _key(data["resolve"]), by=request.user)
        else:
            text = text_of(data, "text", longest=comments.LONGEST)
            comments.add(self.content, self.locale, path, text=text, by=request.user)
        line = lines.Drawing(bench, user=request.user).line(segment)
        return JsonResponse(
            {
                "comments": lines.render("comments", line),
                "standing": standing.drawn(bench, user=request.user, with_errors=False),
            }
        )


class StandingView(AnswerView):
    """Where the locale stands, with the number of errors, which takes a moment in long content."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        bench = Bench(self.content, self.locale)
        return JsonResponse({"standing": standing.drawn(bench, user=request.user, with_errors=True)})


class MachineView(AnswerView):
    """Has a machine draft the next batch of what is missing; the page asks again until nothing is left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        after = text_of(body_of(request), "after", default="")
        rights.require_translator_of(request.user, self.content, self.locale)
        progress, go_on = drafting.fill(self.content, self.locale, by=request.user, after=after)
        return JsonResponse(
            {
                "written": progress.written,
                "left": progress.left,
                "after": go_on,
                "refused": [{"part": self._part(path), "reason": reason} for path, reason in progress.refused.items()],
            }
        )

    def _part(self, path: str) -> str:
        return part_label(type(self.content), units.part_of(path))


def _key(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        raise NotUnderstood
    return value
