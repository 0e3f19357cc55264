#!/usr/bin/env python3
"""Compares an export, read with Python's own csv and json, with the rows of the imitating server.

check_export.py SINK PIPELINE ADDRESS FROM TO    (local days, TO excluded)

Prints each difference and ends with 1, or prints the number of rows. The mapping is implemented here a second time,
from the pipelines' comments.
"""
import csv
import datetime
import glob
import gzip
import io
import json
import os
import sys
import urllib.parse
import urllib.request

csv.field_size_limit(1 << 28)


def rows_of(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        data = file.read()
    name = path.removesuffix(".gz")
    text = data.decode("utf-8", errors="strict")
    if name.endswith(".ndjson"):
        # Only the line feed ends a record; str.splitlines would cut at more.
        return [json.loads(line, parse_float=str, parse_int=str) for line in text.split("\n")[:-1]]
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def fetch(address, path, headers=()):
    request = urllib.request.Request(address + path, headers=dict(headers))
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode("utf-8")
    # U+0000 is bad text by default, and is replaced.
    return json.loads(text.replace("\\u0000", "\\ufffd"), parse_float=str, parse_int=str)


def utc(local, offset):
    moment = datetime.datetime.strptime(local, "%Y-%m-%d %H:%M:%S") + datetime.timedelta(hours=offset)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def transferred_calls(address, day):
    for row in fetch(address, "/_truth?report=agent_13_1&day=%s" % day):
        hours, minutes, seconds = row["time"].split(":")
        yield {
            "transfer_id": row["conn_id_transfer"], "call_id": row["id_call_origin"], "started_at": utc(row["date"], 5),
            "duration": str(int(hours) * 3600 + int(minutes) * 60 + int(seconds)), "kind": row["type_call"],
            "skill_id": None if row["skill_id"] == "-" else row["skill_id"], "caller": row["ani"],
            "called": row["dnis"], "from_agent_id": row["origin_agent_id"],
            "from_agent": row["origin_agent_name"].strip(), "to_agent_id": None, "to_agent": None}


def emails(address, day):
    for row in fetch(address, "/_truth?report=chat_12&day=%s" % day):
        yield {
            "conn_id": row["conn_id"], "agent_id": row["agent_id"], "agent_name": row["agent_name"],
            "channel": row["channel"], "sender": row["from"], "recipient": row["to"], "subject": row["subject"],
            "body": row["body"], "sent_at": utc(row["date"], 5), "code": row.get("cod_act"),
            "code_description": row.get("description_cod_act")}


def manager(address, report, day):
    digits = str(day).replace("-", "")
    path = "/api/v2/reports_manager.php?api=%s&date_ini=%s000000&date_end=%s235959" % (report, digits, digits)
    data = fetch(address, path, {"wolkvox-token": "a valid token"})["data"]
    return data if isinstance(data, list) else [data]


def closed_chats(address, day):
    start, end = (utc("%s 00:00:00" % each, 5) for each in (day, day + datetime.timedelta(days=1)))
    for row in manager(address, "chat_13", day):
        yield {"window_start": start, "window_end": end, "window_date": str(day), "channel": row["chanel"],
               "interaction": row["interaction"]}


def whatsapp_clicks(address, day):
    for row in manager(address, "chat_15", day):
        yield {"date": str(day), "ads_by_bots": row["ad_chatbot"], "ads_by_agents": row["ad_agents"],
               "posts_by_bots": row["post_chatbot"], "posts_by_agents": row["post_agents"],
               "all_by_bots": row["total_chatbot"], "all_by_agents": row["total_agents"]}


def stats(address, report, day, **more):
    query = {"startDate": "%sT03:00:00.000Z" % day,
             "endDate": "%sT02:59:59.999Z" % (day + datetime.timedelta(days=1)), **more}
    path = "/api/v1/acme/stats/%s?%s" % (report, urllib.parse.urlencode(query))
    return fetch(address, path, {"Authorization": "Bearer a static token"})


def operators(address, day):
    answer = stats(address, "operator", day)
    for row in answer["operators"]:
        yield {
            "window_start": utc("%s 00:00:00" % day, 3),
            "window_end": utc("%s 00:00:00" % (day + datetime.timedelta(days=1)), 3), "date": str(day),
            "operator_id": row["_id"], "name": row["displayName"], "given_name": row["name"]["givenName"],
            "family_name": row["name"]["familyName"], "status": row.get("status", "unknown"),
            "profile": row["profile"], "origins": ",".join(row["origins"]), "origins_name": row["originsName"],
            "online_time": row["onlineTime"], "away_time": row["awayTime"], "free_time": row["freeTime"],
            "queries_assigned": row["queriesAssigned"], "queries_in_progress": row["queryInProgress"],
            "queries_resolved": row["queriesResolved"], "duration_sum": row["sumDuration"],
            "duration_mean": row["avgDurationResolved"], "nps": row["nps"],
            "nps_responses": row["numberOfResponsesNps"], "last_connection": row["lastConnection"],
            "queries_pending": answer["queryPending"]}


def dashboard(address, day):
    start, end = (utc("%s 00:00:00" % each, 3) for each in (day, day + datetime.timedelta(days=1)))
    for row in stats(address, "bigquery", day, dateFormatGroup="%Y-%m-%d %H", queryName="dashboard"):
        yield {"window_start": start, "window_end": end, "window_date": str(day), **row}


PIPELINES = {
    "wolkvox-transferred-calls": (transferred_calls, "date"), "wolkvox-emails": (emails, "date"),
    "wolkvox-closed-chats": (closed_chats, "date"), "wolkvox-whatsapp-clicks": (whatsapp_clicks, "day"),
    "chat-tonic-operators": (operators, "day"), "chat-tonic-dashboard": (dashboard, "day"),
}


def same(found, expected, is_csv):
    if expected is None:
        return found == "" if is_csv else found is None
    if found == expected:
        return True
    try:
        # One number in two spellings.
        return "." in expected + str(found) and float(found) == float(expected)
    except (TypeError, ValueError):
        return False


def main():
    sink, pipeline, address, first, last = sys.argv[1:]
    truth, key = PIPELINES[pipeline]
    day, end = (datetime.date.fromisoformat(text) for text in (first, last))
    faults, count = [], 0
    known = set()
    while day < end:
        # The event reports have nothing on Sundays.
        quiet = day.weekday() == 6 and truth in (transferred_calls, emails)
        expected = [] if quiet else list(truth(address, day))
        files = glob.glob("%s/%s=%s/*" % (sink, key, day))
        known.update(files)
        if len(files) != (1 if expected else 0):
            faults.append("%s: %d files" % (day, len(files)))
        found = [row for path in files for row in rows_of(path)]
        is_csv = any(".csv" in path for path in files)
        if len(found) != len(expected):
            faults.append("%s: %d rows instead of %d" % (day, len(found), len(expected)))
        for number, (row, right) in enumerate(zip(found, expected)):
            if set(row) != set(right):
                faults.append("%s row %d: columns %s instead of %s" % (day, number, sorted(row), sorted(right)))
                continue
            for name, value in right.items():
                if not same(row[name], value, is_csv):
                    faults.append("%s row %d %s: %r instead of %r" % (day, number, name, row[name], value))
        count += len(found)
        day += datetime.timedelta(days=1)
    for folder, _, names in os.walk(sink):
        if "_tidemark" not in folder:
            faults += ["%s/%s: nobody's" % (folder, name) for name in names if "%s/%s" % (folder, name) not in known]
    print("\n".join(faults[:20]) if faults else count)
    sys.exit(1 if faults else 0)


main()
