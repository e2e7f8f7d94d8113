"""A public installation: everything that matters comes from the environment."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403 -- an overlay is the base and a few lines
from cms.settings.base import from_environment
from cms.settings.environment import Environment

DEBUG = False
globals().update(from_environment(Environment.read()))
