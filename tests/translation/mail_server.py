"""A mail server on loopback that keeps what it is given, and refuses, fails or waits when it is told to."""

from __future__ import annotations

import socketserver
from collections.abc import Callable
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`received` is oldest first. `refused` maps an address to the answer that it gets instead of 250.

    `before_answer` is called when a message is there and before the sender is told so.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port: int = self.server_address[1]
        self.received: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.before_answer: Callable[[], object] = lambda: None

    def recipients(self) -> list[str]:
        return [message["To"] for message in self.received]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a sender needs."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            command = line.decode().strip()
            if command.upper() == "QUIT":
                self._say("221 bye")
                return
            self._say(self._answer(command))

    def _answer(self, command: str) -> str:
        if command.upper().startswith("RCPT TO:"):
            return self.server.refused.get(command.partition("<")[2].rstrip(">"), "250 ok")
        return self._take_message() if command.upper() == "DATA" else "250 ok"

    def _take_message(self) -> str:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        text = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        self.server.received.append(message_from_bytes(text, policy=policy.default))
        self.server.before_answer()
        return "250 taken"

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
