"""Serves the product by HTTP from a process of its own: prints its port, and lives until its input ends."""

from __future__ import annotations

import sys
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """What was asked is of no interest."""


def main() -> None:
    from cms.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
