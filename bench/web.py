"""Runs a web server: the product's as `manage.py serve` runs it, or a bare application in the same way.

python -m bench.web cms.wsgi:application 8000
"""

from __future__ import annotations

import gc
import sys

from cms.operations import services

PRODUCT = "cms.wsgi:application"


def main(application: str, port: int) -> None:
    if application == PRODUCT:
        _load_product()
        services.web(port).run()
    else:
        _run_bare(application, port)


def _load_product() -> None:
    """Before the workers are forked, as `manage.py serve` does."""
    from django.urls import get_resolver

    import cms.wsgi  # noqa: F401 -- builds the application

    get_resolver().url_patterns  # noqa: B018 -- reads every module of views
    gc.freeze()


def _run_bare(application: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        application,
        address=services.HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=services.WEB_WORKERS,
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
