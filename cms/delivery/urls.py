"""The addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path
from django.utils.functional import lazy
from django.urls import reverse

from cms.delivery.endpoints import ENDPOINTS, Endpoint
from cms.delivery.schema import DocumentationView, OpenApiView
