"""What became of an import, or would become of it, as the worker hands it to the page: values that JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cms.translation.exchange.files import UnreadableFile
    from cms.translation.exchange.importing import Prepared, Report
    from cms.translation.exchange.plans import Plan, RefusedText

#: A page with more of them is read by nobody.
MAX_REFUSED = 500
MAX_CONTENTS = 200


def of(prepared: Prepared, report: Report, *, is_applied: bool) -> dict[str, Any]:
    """`contents` are those that change, `refused` the texts that are not taken over; both have an end."""
    return {
        "is_applied": is_applied,
        "changed": report.changed,
        "confirmed": report.confirmed,
        "equal": report.equal,
        "empty": report.empty,
        "refused_count": len(report.refused),
        "refused": [_refused(each) for each in report.refused[:MAX_REFUSED]],
        "contents_count": len(prepared.plans),
        "contents": [_content(plan) for plan in prepared.plans[:MAX_CONTENTS]],
    }


def of_unreadable(error: UnreadableFile) -> dict[str, Any]:
    return {"unreadable": {"file": error.file, "reason": str(error)}}


def of_nothing() -> dict[str, Any]:
    """The files were not kept any more."""
    return {"is_gone": True}


def _refused(text: RefusedText) -> dict[str, Any]:
    return {
        "file": text.file,
        "line": text.line,
        "path": text.path,
        "name": text.name,
        "label": text.label,
        "reason": text.reason,
    }


def _content(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "locale": plan.locale,
        "model": plan.place.model._meta.label_lower,
        "key": plan.place.key,
        "changed": len(plan.edits),
        "confirmed": len(plan.confirmed),
        "examples": [
            {"label": example.label, "before": example.before, "after": example.after} for example in plan.examples
        ],
    }
