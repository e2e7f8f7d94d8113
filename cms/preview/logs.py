"""Keeps tokens out of the log: who reads that may not read drafts."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(?<=/preview/)[^/]+\.[^/]+")


class WithoutTokens(logging.Filter):
    """For Django's log of refused requests, which tells their addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub("…", record.getMessage()), None
        return True
