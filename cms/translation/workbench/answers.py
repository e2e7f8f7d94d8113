"""What the answers to the page in the browser have in common: they are JSON, and a refusal is a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views import View

from cms.translation.errors import NoRight, ReleaseRefused
from cms.translation.machine import MachineUnavailable
from cms.translation.one_locale import OfOneLocale
from cms.translation.workbench.asked import NotUnderstood

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.translation.segments import Segment
    from cms.translation.workbench.bench import Bench


class AnswerView(OfOneLocale, View):
    """What its subclasses raise becomes a sentence with a status."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (NoRight, PermissionDenied) as refusal:
            return _refusal(403, str(refusal) or _("You have no right to do this."))
        except Http404:
            return _refusal(404, _("This is not there any more. Open the page again."))
        except NotUnderstood as refusal:
            return _refusal(400, str(refusal))
        except ReleaseRefused as refusal:
            return _refusal(409, str(refusal))
        except MachineUnavailable as refusal:
            return _refusal(503, str(refusal))

    def segment(self, bench: Bench, path: str) -> Segment:
        found = bench.sheet.by_path.get(path)
        if found is None:
            raise Http404
        return found


def _refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
