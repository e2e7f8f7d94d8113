from __future__ import annotations

from django.apps import AppConfig


class FirstDayConfig(AppConfig):
    name = "cms.first_day"
    label = "first_day"
