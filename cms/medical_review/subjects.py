"""Which pages are reviewed by clinicians, and by whom. Apps register from above, so that this one never looks up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class AlreadyRegistered(ValueError):
    """A second registration of one type of content."""

    def __init__(self, model: type) -> None:
        super().__init__(f"{model.__name__} is registered for medical reviews already.")
        self.model = model


class NotReviewed(LookupError):
    """Content of a type that no clinician reviews."""

    def __init__(self, model: type) -> None:
        super().__init__(f"{model.__name__} is not registered for medical reviews.")
        self.model = model


@dataclass(frozen=True)
class Subject:
    """A type of page that is reviewed, and its name in the API.

    `people` are a queryset of those who may have reviewed it, with `content_id`, `name`, `credentials` and `role`.
    `is_approved_use` says of a page whether all that it speaks of is approved by a regulator.
    """

    type: str
    model: Any
    people: Callable[[], Any]
    is_approved_use: Callable[[Any], bool]


_subjects: dict[type, Subject] = {}


def register(subject: Subject) -> None:
    """Raises AlreadyRegistered."""
    if subject.model in _subjects:
        raise AlreadyRegistered(subject.model)
    _subjects[subject.model] = subject


def subject_of(content: Any) -> Subject:
    """Raises NotReviewed."""
    try:
        return _subjects[type(content)]
    except KeyError:
        raise NotReviewed(type(content)) from None


def is_reviewed(model: type) -> bool:
    return model in _subjects


def subjects() -> tuple[Subject, ...]:
    return tuple(_subjects.values())
