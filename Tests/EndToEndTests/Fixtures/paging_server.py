#!/usr/bin/env python3
"""A vendor with an OAuth login and pages of every kind, as described in samples/catalogs/acme.yaml. It contains nothing of Tidemark.

Prints its port, and ends when its input ends. A day has ROWS, of which a window returns at most CAP over all its pages; a token
is valid for USES requests; every BROKEN-th response is truncated in its body (0: none).
"""
import base64
import datetime
import http.server
import json
import sys
import threading
import time
import urllib.parse

import serving

ROWS, CAP, USES, BROKEN, DELAY = (float(text) for text in sys.argv[1:6])
lock = threading.Lock()
tokens = {}
answers = 0
faults = []


def fault(text):
    faults.append(text)
    return 400, {"error": {"message": text}}


def instant(text):
    return int(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc).timestamp())


def records(start, end):
    """ROWS a day, evenly spread and numbered through the years."""
    step = 86400 / ROWS
    number = int(start / step)
    while number * step < end:
        if number * step >= start:
            yield number, int(number * step)
        number += 1


def call(number, second):
    ended = datetime.datetime.fromtimestamp(second + 61, datetime.timezone(datetime.timedelta(hours=2)))
    return {"id": f"c{number}", "started_at": second, "ended_at": ended.strftime("%d/%m/%Y %H:%M:%S"),
            "agent": {"name": "" if number % 7 == 0 else f"Agent {number % 5}"}, "talk_seconds": number % 600,
            "tags": ["vip", "a;b"][: number % 3]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def answer(self, status, document, cut=False):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def refusal(self):
        """What is wrong with the token; None: nothing."""
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or token not in tokens or tokens[token] <= 0:
            return 401, {"error": {"message": "The token has expired"}}
        tokens[token] -= 1
        return None

    def do_GET(self):
        path, _, text = self.path.partition("?")
        query = {name: values[0] for name, values in urllib.parse.parse_qs(text).items()}
        self.serve(path, query)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/oauth/token":
            return self.log_in(body)
        self.serve(self.path, json.loads(body))

    def log_in(self, body):
        client = "Basic " + base64.b64encode("client-7:s3cret of 7".encode()).decode()
        form = urllib.parse.parse_qs(body.decode())
        if self.headers.get("Authorization") != client or form != {"grant_type": ["client_credentials"]}:
            return self.answer(401, {"error": {"message": "no such client"}})
        with lock:
            token = f"token-number-{len(tokens)}"
            tokens[token] = USES
        self.answer(200, {"access_token": token, "token_type": "Bearer"})

    def serve(self, path, asked):
        global answers
        if path == "/_faults":
            return self.answer(200, faults)
        time.sleep(DELAY)
        with lock:
            refusal = self.refusal()
            answers += 1
            cut = BROKEN and answers % BROKEN == 0
        if refusal:
            return self.answer(*refusal)
        try:
            report = {"/v2/calls": self.calls, "/v2/transcripts/search": self.transcripts, "/v2/surveys": self.surveys,
                      "/v2/contacts": self.contacts}[path]
            status, document = report(asked)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            status, document = fault(f"{path} {asked}: {error!r}")
        self.answer(status, document, cut)

    @staticmethod
    def window(start, end):
        rows = list(records(instant(start), instant(end)))
        return len(rows), rows[: int(CAP)]

    def calls(self, asked):
        total, rows = self.window(asked["from"], asked["to"])
        start = int(asked["cursor"][2:], 36) if "cursor" in asked else 0
        # At most 300 per page, whatever the request says.
        end = start + min(int(asked["limit"]), 300)
        after = "=/" + self.base36(end) if end < len(rows) else None
        return 200, {"data": [call(*row) for row in rows[start:end]], "meta": {"total": total, "next_cursor": after}}

    @staticmethod
    def base36(number):
        digits = ""
        while number:
            number, rest = divmod(number, 36)
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        return digits or "0"

    def transcripts(self, asked):
        if asked["filter"]["channels"] != ["voice", "chat"] or asked["paging"]["limit"] != 200:
            return fault(f"another body: {asked}")
        offset = asked["paging"]["offset"]
        if not isinstance(offset, int):
            return fault("the offset is not a number")
        _, rows = self.window(*asked["filter"]["interval"].split("/"))
        page = rows[offset : offset + 200]
        return 200, {"has_more": offset + 200 < len(rows), "data": [{"id": f"t{n}", "text": "é\"\n" * 3} for n, _ in page]}

    def surveys(self, asked):
        _, rows = self.window(asked["since"], asked["until"])
        # At most 90 a page, and no word of it.
        size = min(int(asked["per_page"]), 90)
        start = (int(asked["page"]) - 1) * size
        return 200, {"data": [{"id": f"s{n}", "score": n % 5 + 1} for n, _ in rows[start : start + size]]}

    def contacts(self, asked):
        _, rows = self.window(asked["since"], asked["until"])
        start = int(asked.get("after", 0))
        links = {}
        if start + 250 < len(rows):
            query = urllib.parse.urlencode(dict(asked, after=start + 250))
            links = {"next": f"/v2/contacts?{query}"}
        page = rows[start : start + 250]
        return 200, {"links": links, "data": [{"id": f"p{n}", "email": f"p{n}@example.com"} for n, _ in page]}

    def log_message(self, *arguments):
        pass


serving.serve_until_input_ends(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler))
