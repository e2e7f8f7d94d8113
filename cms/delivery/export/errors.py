"""Why an export can't be made; the command tells it in these words."""

from __future__ import annotations


class ExportFailed(Exception):
    """One sentence for the person who reads the command's output."""


class LogReset(Exception):
    """The log of editions is not the one that the last export has followed: a backup was restored."""
