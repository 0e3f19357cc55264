#!/usr/bin/env python3
"""duckdb_export.py URL FOLDER DAYS FORMAT: what an export does, with DuckDB: fetch, parse, cast, one file a day.

FORMAT is csv, csv.gz, ndjson, ndjson.gz, plain.parquet, gz.parquet or zstd.parquet. The answers are those of
`Benchmarks serve`; the types those of the catalog. Nothing is synced, counted or checked.
Prints seconds of wall and of CPU time, peak memory, bytes received and bytes written, of the work after the imports.
"""
import os
import sys
import time
import http.client
import json
import resource
import urllib.parse

import duckdb

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
        compression = {"zstd": "zstd", "gz": "gzip", "plain": "uncompressed"}[format.removesuffix(".parquet")]
        return f"FORMAT parquet, COMPRESSION {compression}"
    kind = "FORMAT csv, HEADER" if format.startswith("csv") else "FORMAT json"
    return f"{kind}, COMPRESSION {'gzip' if format.endswith('gz') else 'none'}"


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(url, folder, days, format):
    os.makedirs(folder, exist_ok=True)
    started, cpu = time.perf_counter(), spent()
    http_connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc)
    database = duckdb.connect()
    received = written = 0
    source, names = os.path.join(folder, "answer.json"), None
    for day in range(days):
        http_connection.request("GET", "/")
        body = http_connection.getresponse().read()
        received += len(body)
        if names is None:
            start = body.index(b'"data":[') + len(b'"data":[')
            names = list(json.JSONDecoder().raw_decode(body[start:start + 100_000].decode(errors="replace"))[0])
        # DuckDB reads JSON from files.
        with open(source, "wb") as file:
            file.write(body)
        record = ", ".join(f'"{name}" VARCHAR' for name in names)
        path = os.path.join(folder, f"{day}.{format}")
        database.execute(
            f"COPY (SELECT {', '.join(column(name, format) for name in names)} FROM (SELECT unnest(data) AS r "
            f"FROM read_json('{source}', columns = {{data: 'STRUCT({record})[]'}}, "
            f"maximum_object_size = {len(body) + 1}, format = 'unstructured'))) TO '{path}' ({options(format)})")
        written += os.path.getsize(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(time.perf_counter() - started, spent() - cpu, peak, received, written)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
