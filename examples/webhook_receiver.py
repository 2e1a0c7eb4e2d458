#!/usr/bin/env python3
"""Takes webhooks, and acts on each exactly once, however often it arrives.

    WEBHOOK_SECRET=whsec_... python3 webhook_receiver.py 8000

Needs nothing but Python 3.8. Put it behind a server that speaks https.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE_S = 5 * 60

seen = sqlite3.connect(os.environ.get("WEBHOOK_SEEN", "webhooks.sqlite"))
seen.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")


def is_signed(headers, body):
    """Whether the company's own center has sent it, and lately."""
    name, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    if not name or not sent_at or abs(time.time() - int(sent_at)) > TOLERANCE_S:
        return False
    signed = f"{name}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    # While a secret is replaced there are two signatures.
    given = (headers["webhook-signature"] or "").split(" ")
    return any(hmac.compare_digest(one, f"v1,{expected}") for one in given)


def act(event):
    """What you want to be done: here it is told."""
    print(json.dumps(event, ensure_ascii=False), flush=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        if not is_signed(self.headers, body):
            return self.answer(401)
        # The name is noted and the act done, or neither: then it is sent again.
        with seen:
            noted = seen.execute(
                "INSERT OR IGNORE INTO seen VALUES (?)", [self.headers["webhook-id"]]
            )
            if noted.rowcount == 1:
                act(json.loads(body))
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
