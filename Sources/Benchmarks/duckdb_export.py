#!/usr/bin/env python3
"""duckdb_export.py URL FOLDER DAYS FORMAT: an export with DuckDB: fetch, parse, cast, one file per day; see rival.py."""
import json
import os

import duckdb

import rival

NULLS = {"skill_id": "('-', '')", "destiny_agent_id": "('-', '')", "date": "('')", "time": "('')"}


def column(name, format):
    text = f'r."{name}"'
    if name in NULLS:
        text = f"CASE WHEN {text} NOT IN {NULLS[name]} THEN {text} END"
    if name == "date":
        # The zone keeps one offset all year; that spares DuckDB its zone extension.
        text = f"strptime({text}, '%Y-%m-%d %H:%M:%S') + INTERVAL 5 HOUR"
        if not format.endswith("parquet"):
            text = f"strftime({text}, '%Y-%m-%dT%H:%M:%SZ')"
    if name == "time":
        text = f"epoch(CAST({text} AS INTERVAL))::BIGINT"
    return f'{text} AS "{name}"'


def options(format):
    if format.endswith("parquet"):
        compression = rival.PARQUET[format]
        return f"FORMAT parquet, COMPRESSION {compression}"
    kind = "FORMAT csv, HEADER" if format.startswith("csv") else "FORMAT json"
    return f"{kind}, COMPRESSION {'gzip' if format.endswith('gz') else 'none'}"


def names(body):
    """The keys of the first record, which all records have."""
    start = body.index(b'"data":[') + len(b'"data":[')
    return list(json.JSONDecoder().raw_decode(body[start:start + 100_000].decode(errors="replace"))[0])


columns = None


def write_day(body, path, format):
    global columns
    columns = columns or names(body)
    # DuckDB reads JSON from files.
    source = os.path.join(os.path.dirname(path), "answer.json")
    with open(source, "wb") as file:
        file.write(body)
    record = ", ".join(f'"{name}" VARCHAR' for name in columns)
    duckdb.execute(
        f"COPY (SELECT {', '.join(column(name, format) for name in columns)} FROM (SELECT unnest(data) AS r "
        f"FROM read_json('{source}', columns = {{data: 'STRUCT({record})[]'}}, "
        f"maximum_object_size = {len(body) + 1}, format = 'unstructured'))) TO '{path}' ({options(format)})")


if __name__ == "__main__":
    rival.main(write_day)
