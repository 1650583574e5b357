"""A provider of OAuth 2.0 within the test: authorization code with PKCE, device code, refresh, as RFC 6749, 7636 and 8628 say."""

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "helpdesk-client", "client-s3cret"  # noqa: S105 - of the test's own server


class OAuthServer:
    """`tokens`: those that are valid now; `refresh_tokens` likewise; `device_is_typed`: whether the code was typed."""

    def __init__(self) -> None:
        self.tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.device_is_typed = False
        self.asked: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def endpoints(self) -> dict[str, str]:
        return {name: f"{self.base}/{name}" for name in ("authorize", "token", "device")}

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def consent(self, address: str) -> str:
        """What a person's yes there leads back to."""
        assert address.startswith(self.endpoints["authorize"])
        asked = dict(parse_qsl(urlsplit(address).query))
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        code = secrets.token_hex(8)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, words: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(words)
        if words.get("client_id") != CLIENT or words.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client"}
        if path == "/device":
            about = {"user_code": "ABCD-EFGH", "verification_uri": self.base, "expires_in": 900, "interval": 1}
            return 200, {"device_code": "dev1", **about}
        kind = words["grant_type"]
        if kind == "authorization_code":
            asked = self._codes.pop(words["code"], None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(words["code_verifier"].encode()).digest()).rstrip(b"=")
            if (
                not asked
                or asked["code_challenge"] != challenge.decode()
                or asked["redirect_uri"] != words["redirect_uri"]
            ):
                return 400, {"error": "invalid_grant"}
            return 200, self._tokens()
        if kind.endswith(":device_code"):
            return (200, self._tokens()) if self.device_is_typed else (400, {"error": "authorization_pending"})
        if words["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": "invalid_grant", "error_description": "Token has been revoked."}
        return 200, self._tokens()

    def _tokens(self) -> dict[str, Any]:
        access, refresh = secrets.token_hex(8), secrets.token_hex(8)
        self.tokens |= {access}
        self.refresh_tokens |= {refresh}
        return {"access_token": access, "refresh_token": refresh, "expires_in": 3600, "token_type": "Bearer"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                given = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = server.answer(self.path, {name: value[0] for name, value in parse_qs(given).items()})
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                pass

        return Handler
