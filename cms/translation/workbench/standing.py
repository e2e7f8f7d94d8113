"""The head of the page: where the locale stands, what is left to do, and what this person may do with it as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from cms.locales import SOURCE
from cms.translation import machine, rights
from cms.translation.models import Delivery, WorkState
from cms.translation.moments import in_words
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from cms.translation.models import LocaleWork
    from cms.translation.policy import Policy
    from cms.translation.workbench.bench import Bench


@dataclass(frozen=True)
class Acts:
    """What may be done now. Who may and who can't is checked again where it is done."""

    submit: bool
    send_back: bool
    release: bool
    revise: bool
    sign: bool
    draft: bool


def acts_of(bench: Bench, *, user: Any) -> Acts:
    work, policy = bench.work, policy_of(bench.tag)
    may_approve = rights.may_approve(user, bench.tag)
    may_write = bench.may_write(user)
    is_open = work.state in {WorkState.IN_PROGRESS, WorkState.IN_REVIEW}
    return Acts(
        submit=may_write and _can_be_submitted(work),
        send_back=may_approve and work.state == WorkState.IN_REVIEW,
        release=may_approve,
        revise=may_approve and is_open and policy.reviser and _may_sign(work, policy, user),
        sign=rights.may_answer_for(user, bench.tag) and is_open and policy.clinical and _may_sign(work, policy, user),
        draft=may_write and _has_machine(bench.tag),
    )


def drawn(bench: Bench, *, user: Any, with_errors: bool) -> dict[str, Any]:
    """As the page in the browser takes it."""
    context = context_of(bench, with_errors=with_errors)
    return {
        "html": render_to_string("translation/workbench_standing.html", context),
        "submit": acts_of(bench, user=user).submit,
        "with_errors": with_errors,
    }


def context_of(bench: Bench, *, with_errors: bool) -> dict[str, Any]:
    work = bench.work
    return {
        "delivery": Delivery(work.delivery),
        "work_state": WorkState(work.state),
        "work": work,
        "goes_out": in_words(work.goes_out_at) if work.goes_out_at else "",
        "taken_back": in_words(work.expires_at) if work.expires_at else "",
        "counts": bench.counts(with_errors=with_errors),
        "policy": policy_of(bench.tag),
    }


def _can_be_submitted(work: LocaleWork) -> bool:
    """What is out and fits its source needs no review."""
    if work.state == WorkState.DONE:
        return work.delivery in {Delivery.OUTDATED, Delivery.WITHDRAWN}
    return work.state == WorkState.IN_PROGRESS


def _may_sign(work: LocaleWork, policy: Policy, user: Any) -> bool:
    return not (policy.four_eyes and user.pk in work.contributors)


def _has_machine(locale: str) -> bool:
    found = machine.provider()
    return found is not None and found.can_translate(source=SOURCE, target=locale)
