"""The door: who may speak to the server at all, and the security headers on every answer.

A page of another site must not reach the session through the person's browser. So the Host header
must be an address of this computer (against DNS rebinding), a browser's Origin must be this server,
and where other machines can reach the server, a token is needed.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "alongside_token"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Permissions-Policy": "microphone=(self), camera=(self), geolocation=(), display-capture=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach a server bound to `host`."""
    return host == "localhost" or (_address(host) is not None and ipaddress.ip_address(host).is_loopback)


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, host: str, token: str = "", cookie: str = COOKIE) -> None:
        """`cookie` is what the browser keeps the token in: each server of a computer needs its own."""
        self._app = app
        self._cookie = cookie
        self._host = host
        self._open = not is_loopback(host)  # other machines can reach us
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        name, port = _host_and_port(headers.get("host", ""))
        if not self._known(name):
            return PlainTextResponse("This address is not one of this computer.\n", 421)
        origin = headers.get("origin")
        if origin is not None and not _same_origin(origin, name, port):
            return PlainTextResponse("Pages of other sites may not speak to this one.\n", 403)
        return self._without_token(scope, headers) if self._token else None

    def _known(self, name: str) -> bool:
        if name in LOOPBACK or name == self._host:
            return True
        # A rebinding attack needs a name, so an address is safe; our own name is no one else's.
        return self._open and (_address(name) is not None or name == socket.gethostname().lower())

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["type"] == "http" and scope["path"] == "/" and self._fits(given):
            answer = RedirectResponse("/", 303)  # so that the token does not stay in the address bar
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
            return answer
        try:
            kept = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            kept = None
        if kept is not None and self._fits(kept.value):
            return None
        return PlainTextResponse("Open the address with its token: http://…/?token=…\n", 403)

    def _fits(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _host_and_port(host: str) -> tuple[str, int]:
    """Name and port of a Host header, the name in lower case; ("", 0) if it cannot be read."""
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "").lower(), parts.port or 80
    except ValueError:
        return "", 0


def _same_origin(origin: str, name: str, port: int) -> bool:
    """Whether `origin` is this server: the same host and port, or another loopback name of it."""
    try:
        parts = urlsplit(origin)
        their_port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    theirs = (parts.hostname or "").lower()
    same_name = theirs == name or (theirs in LOOPBACK and name in LOOPBACK)
    return parts.scheme in ("http", "https") and same_name and their_port == port


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
