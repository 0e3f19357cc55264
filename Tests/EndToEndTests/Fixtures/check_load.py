#!/usr/bin/env python3
"""Compares a loaded table with an NDJSON export of the same pipeline, value by value, and prints the number of equal rows.

usage: check_load.py postgres SOCKET_FOLDER DATABASE TABLE REFERENCE_SINK
       check_load.py duckdb FILE TABLE REFERENCE_SINK
"""
import datetime
import gzip
import json
import pathlib
import subprocess
import sys
from decimal import Decimal


def parse(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def instant(value):
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def wall_time(value):
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) else value


def value_of(kind, value):
    """The value in one form for all readers."""
    if value is None:
        return None
    if kind in ("integer", "seconds"):
        return int(value)
    if kind == "decimal":
        return Decimal(value).normalize()
    if kind == "double":
        return repr(float(value))
    if kind == "date":
        return str(value)[:10]
    if kind == "timestamp":
        return instant(value)
    if kind == "local_timestamp":
        return wall_time(value)
    if kind == "json":
        return json.dumps(value, sort_keys=True, default=lambda number: format(number.normalize(), "f"))
    return value


def reference(sink):
    manifest = json.load(open(sink / "_tidemark/manifest.json"))
    kinds, rows = {}, []
    for partition in manifest["partitions"]:
        kinds.update({column["name"]: column["type"] for column in manifest["shapes"][partition["shape"]]})
        label = manifest["pipeline"] + "/" + partition["chunk"]
        with gzip.open(sink / partition["path"], "rt", encoding="utf-8", newline="") as lines:
            for line in lines:
                rows.append({"_tidemark_chunk": label} | parse(line))
    return kinds, rows


def postgres(folder, database, table):
    command = ["psql", "-XAt", "-h", folder, "-U", "tidemark", "-d", database, "-c", f"SELECT row_to_json(t) FROM {table} AS t"]
    return [parse(line) for line in subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\n") if line]


def duckdb(file, table, kinds):
    import duckdb

    found = duckdb.connect(file, read_only=True).execute(f"FROM {table}")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row)) for row in found.fetchall()]
    for row in rows:
        for name, value in row.items():
            if kinds.get(name) == "json" and value is not None:
                row[name] = parse(value)
    return rows


def main():
    engine, *place, table, sink = sys.argv[1:]
    kinds, expected = reference(pathlib.Path(sink))
    found = postgres(*place, table) if engine == "postgres" else duckdb(*place, table, kinds)
    names = sorted({"_tidemark_chunk", *kinds})
    if found and sorted(found[0]) != names:
        sys.exit(print(f"columns {sorted(found[0])}, expected {names}"))

    def form(rows):
        return sorted(repr([value_of(kinds.get(name, "string"), row.get(name)) for name in names]) for row in rows)

    found, expected = form(found), form(expected)
    for one, other in zip(found, expected):
        if one != other:
            sys.exit(print(f"found {one}, expected {other}"))
    print(len(found) if len(found) == len(expected) else f"{len(found)} rows, expected {len(expected)}")


main()
