#!/usr/bin/env python3
"""Imitates the two report APIs, from their documentation only, independently of Tidemark.

Listens on 127.0.0.1 on a free port, prints the port, and ends when its standard input is closed.
  GET /_log     every request so far, as JSON
  GET /_truth?report=NAME&day=YYYY-MM-DD   the records of a local day, as JSON
  GET /_set?NAME=VALUE   changes an option below, for the answers to come
  GET /_held    answers once a request is held back
  GET /_release lets go of all that are held, and holds no more

Options: --rows N (event rows a day), --delay SECONDS (before each answer), --cap N (records an answer),
--token-uses N (answers for which a login's token is good), --body-bytes N (e-mails are all alike, with texts of that length, and are sent as they are made),
--hold-from N (the Nth request for a report and those after it get no answer until they are released), --say TEXT (such requests fail with HTTP 500,
TEXT for a message and for a header), --redirect URL (such requests are sent there), --tls FILE (HTTPS; the certificate and its key in PEM form).
"""
import argparse
import datetime
import http.server
import json
import ssl
import sys
import threading
import time
import urllib.parse

import serving

BODIES = [
    "Hola,\nadjunto la factura.\r\n\\.\r\n\\.\n\r\nSaludos",
    'She said "yes", then left; a,b;c',
    "tab\there, emoji \U0001F600, accents áéíóú ñ ü",
    "=HYPERLINK(\"http://127.0.0.1\")",
    "control \u0001\u0007\u001b[31m and nul \u0000 end",
    "back\\slash and /slash/",
    "",
    "\\.",
]


def stamp(day, second):
    return "%s %02d:%02d:%02d" % (day, second // 3600, second // 60 % 60, second % 60)


def seconds_of_day(count):
    """`count` seconds spread over a day; the first and the last second are always among them."""
    if count == 1:
        return [0]
    return [round(index * 86399 / (count - 1)) for index in range(count)]


def agent_rows(day, count):
    for index, second in enumerate(seconds_of_day(count)):
        yield {
            "conn_id_transfer": "%s%09d" % (day.replace("-", ""), index),
            "skill_id": "-" if index % 3 == 0 else "00%d" % (100 + index % 7),
            "date": stamp(day, second),
            "ani": "03%08d" % (index * 7919 % 10**8),
            "origin_agent_id": str(9007199254740993 + index),
            "origin_agent_name": "José Núñez, \"Pepe\"" if index % 5 == 0 else "  Ana\t",
            "destiny_agent_id": "-",
            "destiny_agent_name": "",
            "dnis": "=%d" % index,
            "time": "%02d:%02d:%02d" % (index % 30, index % 60, (index * 7) % 60),
            "type_call": ["conference", "inbound", "internal call_que", "transfer"][index % 4],
            "id_call_origin": "%020d" % index,
        }


def mail_rows(day, count):
    for index, second in enumerate(seconds_of_day(count)):
        row = {
            "conn_id": str(index),
            "agent_id": "00%d" % index,
            "agent_name": "Zoë",
            "channel": "email",
            "from": "ana@example.com",
            "to": "client%d@example.com" % index,
            "subject": "Re: caso, \"urgente\"",
            "body": BODIES[index % len(BODIES)],
            "date": stamp(day, second),
        }
        if index % 2:
            row["cod_act"] = "7"
            row["description_cod_act"] = "Información"
        yield row


class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    options = None
    log = []
    lock = threading.Lock()
    busy = 0
    is_held = False
    asked = 0
    waiting = threading.Event()
    freed = threading.Event()
    tokens = {}

    def log_message(self, *arguments):
        pass

    def answer(self, status, value, **headers):
        body = json.dumps(value, ensure_ascii=self.path.find("chat_12") < 0).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        # Who has the whole answer may ask again at once.
        self.release()
        self.wfile.write(body)

    def release(self):
        if self.is_held:
            self.is_held = False
            with Api.lock:
                Api.busy -= 1

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        Api.log.append({"method": "POST", "path": self.path})
        if urllib.parse.urlsplit(self.path).path != "/api/v1/user/login":
            return self.answer(404, {"status": False, "message": "no such path"})
        try:
            who = json.loads(body)
        except ValueError:
            who = {}
        if who.get("username") != "ana" or who.get("password") != "correct horse":
            return self.answer(401, {"status": False, "message": "Unauthorized"})
        token = "jwt-secret-%d" % len(Api.tokens)
        Api.tokens[token] = self.options.token_uses
        self.answer(200, {"status": True, "token": token, "user": {"name": "Ana"}})

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        if url.path == "/_log":
            return self.answer(200, Api.log)
        if url.path == "/_truth":
            rows = {"agent_13_1": agent_rows, "chat_12": mail_rows}[query["report"]]
            return self.answer(200, list(rows(query["day"], self.options.rows)))
        if url.path == "/_set":
            for name, value in query.items():
                kind = type(getattr(self.options, name))
                setattr(self.options, name, kind(value) if value else None)
            return self.answer(200, {})
        if url.path == "/_held":
            Api.waiting.wait()
            return self.answer(200, {})
        if url.path == "/_release":
            Api.freed.set()
            return self.answer(200, {})
        with Api.lock:
            Api.busy += 1
            Api.asked += 1
            number = Api.asked
            self.is_held = True
            crowded = Api.busy > 1
            Api.log.append({"method": "GET", "path": self.path, "crowded": crowded})
        try:
            if self.options.delay:
                time.sleep(self.options.delay)
            if self.options.hold_from and number >= self.options.hold_from and not Api.freed.is_set():
                Api.waiting.set()
                Api.freed.wait()
            if self.options.say:
                text = self.options.say.replace("TOKEN", self.headers.get("wolkvox-token") or "")
                header = "".join(letter for letter in text if letter >= " ").encode().decode("latin-1")
                self.answer(500, {"code": "500", "error": text, "msg": text, "data": []}, **{"X-Said": header})
            elif self.options.redirect:
                self.answer(302, {}, Location=self.options.redirect + self.path)
            elif url.path == "/api/v2/reports_manager.php":
                self.reports_manager(query, crowded)
            elif url.path.startswith("/api/v1/acme/stats/"):
                self.stats(url.path.removeprefix("/api/v1/acme/stats/"), query)
            else:
                self.answer(404, {"status": False, "message": "no such path"})
        finally:
            self.release()

    def refuse(self, code, message, status=None):
        self.answer(status or code, {"code": str(code), "error": "error", "msg": message, "data": []})

    def reports_manager(self, query, crowded):
        token = self.headers.get("wolkvox-token")
        if not token:
            return self.refuse(401, "PLEASE ENTER THE WOLKVOX-TOKEN")
        if token == "spent":
            # A failure that HTTP calls a success.
            return self.refuse(403, "TOKEN LIMIT EXCEEDED", status=200)
        if token != "a valid token":
            return self.refuse(403, "PLEASE VALIDATE TOKEN")
        if crowded:
            return self.refuse(403, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)")
        try:
            first = datetime.datetime.strptime(query["date_ini"], "%Y%m%d%H%M%S")
            last = datetime.datetime.strptime(query["date_end"], "%Y%m%d%H%M%S")
        except (KeyError, ValueError):
            return self.refuse(400, "SOME PARAMETERS ARE REQUIRED")
        report = query.get("api")
        if report == "chat_12" and self.options.body_bytes:
            return self.alike(str(first))
        if report in ("agent_13_1", "chat_12"):
            make = agent_rows if report == "agent_13_1" else mail_rows
            rows = []
            day = first.date()
            while day <= last.date():
                # Sundays are quiet.
                if day.weekday() != 6:
                    rows += [
                        row for row in make(str(day), self.options.rows)
                        if str(first) <= row["date"] <= str(last)]
                day += datetime.timedelta(days=1)
            rows = rows[: self.options.cap]
        elif report == "chat_13":
            days = (last - first).total_seconds() / 86400
            rows = [{"chanel": name, "interaction": str(round(days * 10 * (index + 1)))}
                    for index, name in enumerate(["facebook", "instagram", "web", "whatsapp"])]
        elif report == "chat_15":
            # One record, not an array.
            rows = {name: "%d" % (index * 3) for index, name in enumerate(
                ["ad_chatbot", "ad_agents", "post_chatbot", "post_agents", "total_chatbot", "total_agents"])}
        else:
            return self.refuse(400, "THE API YOU WANT TO CONSULT DOES NOT EXIST")
        if not rows:
            return self.refuse(404, "Please validate the dates entered")
        count = len(rows) if isinstance(rows, list) else 1
        code = 200 if report == "chat_13" else "200"
        self.answer(200, {"code": code, "error": None, "msg": "%d records were found" % count, "data": rows})

    def alike(self, date):
        """A response of any length that is never in memory as a whole."""
        count = self.options.rows
        record = json.dumps({"conn_id": "1", "date": date, "body": "line\n" * (self.options.body_bytes // 5)}).encode()
        head = b'{"code":"200","error":null,"msg":"%d records were found","data":[' % count
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(head) + count * (len(record) + 1) - 1 + 2))
        self.end_headers()
        self.wfile.write(head)
        block = (record + b",") * 100
        left = count - 1
        while left > 0:
            self.wfile.write(block[: min(left, 100) * (len(record) + 1)])
            left -= 100
        self.wfile.write(record + b"]}")

    def stats(self, report, query):
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token != "a static token":
            uses = Api.tokens.get(token, 0)
            if uses <= 0:
                return self.answer(401, {"status": False, "message": "jwt expired"})
            Api.tokens[token] = uses - 1
        try:
            for name in ("startDate", "endDate"):
                datetime.datetime.strptime(query[name], "%Y-%m-%dT%H:%M:%S.%fZ")
        except (KeyError, ValueError):
            return self.answer(400, {"status": False, "message": "bad dates"})
        if report == "operator":
            self.answer(200, {"status": True, "operators": [
                {"name": {"givenName": "Chamo", "familyName": "Sac2"}, "origins": ["5ed9", "77aa"], "profile": 500,
                 "_id": "5ed96d95aef725fdfb", "displayName": "Chamo \u00e1 Sac2", "onlineTime": 0, "awayTime": 12,
                 "freeTime": 0, "queriesResolved": 3, "avgDurationResolved": 10.5, "queriesAssigned": 4,
                 "sumDuration": 9007199254740993, "nps": 0, "lastConnection": None, "numberOfResponsesNps": 0,
                 "queryInProgress": 0, "originsName": "Tengo otro tipo de consultas"},
                {"queryInProgress": 2, "name": {"familyName": "Operator", "givenName": "Ana"}, "origins": [],
                 "profile": 500, "_id": "5f286ede4dbdcf209af", "displayName": "Ana Operator", "status": "online",
                 "onlineTime": 480, "awayTime": 0, "freeTime": 0, "queriesResolved": 0, "avgDurationResolved": 0,
                 "queriesAssigned": 0, "sumDuration": 0, "nps": -12.5, "lastConnection": "2026-10-02T02:59:59.123Z",
                 "numberOfResponsesNps": 0, "originsName": "all"}], "queryPending": 7})
        elif report == "nps/export":
            self.answer(200, {"status": True, "message": "the report will be sent by e-mail"})
        elif report == "bigquery":
            if query.get("dateFormatGroup") != "%Y-%m-%d %H" or query.get("queryName") != "dashboard":
                return self.answer(400, {"status": False, "message": "bad group"})
            day = query["startDate"][:10]
            self.answer(200, [
                {"date": "%s %02d" % (day, hour), "totalUsers": 35756 + hour, "newUsers": 1, "activeUsers": 2,
                 "totalMessagesReceived": 436368, "messagesReceived": 17099, "totalMessagesSent": 576358,
                 "messagesSent": 22424, "pending": 0, "progress": 0, "resolved": 0, "failed": 0,
                 "userEfficiency": 0.3333333333333333, "attention": 0, "resolution": 0,
                 "attentionAndResolution": 0, "nps": 0, "csat": 4.5} for hour in range(24)])
        else:
            self.answer(404, {"status": False, "message": "no such report"})


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        # A client that was killed in the middle of an answer is what some tests are about.
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, address)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--cap", type=int, default=60000)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--token-uses", type=int, default=1000000)
    parser.add_argument("--body-bytes", type=int, default=0)
    parser.add_argument("--hold-from", type=int, default=0)
    parser.add_argument("--say", default="")
    parser.add_argument("--redirect", default="")
    parser.add_argument("--tls")
    Api.options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Api)
    if Api.options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Api.options.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    serving.serve_until_input_ends(server)


main()
