"""Machine drafts: where a machine that translates is plugged in, and the two that come along."""

from __future__ import annotations

from cms.translation.machine.provider import MachineUnavailable, Provider, provider

__all__ = ["MachineUnavailable", "Provider", "provider"]
