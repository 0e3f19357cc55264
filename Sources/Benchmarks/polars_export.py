#!/usr/bin/env python3
"""polars_export.py URL FOLDER DAYS FORMAT: what an export does, with polars: fetch, parse, cast, one file a day.

FORMAT is csv, csv.gz, ndjson, ndjson.gz, plain.parquet, gz.parquet or zstd.parquet.

The answers are those of `Benchmarks serve`; the types those of the catalog. Nothing is synced, counted or checked.
Prints seconds of wall and of CPU time, peak memory, bytes received and bytes written, of the work after the imports.
"""
import http.client
import os
import resource
import sys
import time
import urllib.parse

import polars as pl

# Columns of both shapes; a report has those that its first record has.
INSTANTS = {"date"}
DURATIONS = {"time"}
NULLS = {"skill_id": ["-", ""], "destiny_agent_id": ["-", ""], "date": [""], "time": [""]}


def fetch(connection):
    connection.request("GET", "/")
    return connection.getresponse().read()


def names(body):
    """Of the first record: those of all, as the answers are made."""
    start = body.index(b'"data":[') + len(b'"data":[')
    return pl.read_json(b"[" + body[start:body.index(b"}", start) + 1] + b"]").columns


def parse(body, columns):
    # With a schema the parser need not look at every record twice.
    record = pl.Struct({name: pl.String for name in columns})
    answer = pl.read_json(body, schema={"code": pl.String, "error": pl.String, "msg": pl.String, "data": pl.List(record)})
    return answer.select(pl.col("data").explode()).unnest("data")


def cast(name):
    column = pl.col(name)
    if name in NULLS:
        column = pl.when(column.is_in(NULLS[name])).then(None).otherwise(column)
    if name in INSTANTS:
        column = column.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us")
        column = column.dt.replace_time_zone("America/Bogota").dt.convert_time_zone("UTC")
    if name in DURATIONS:
        hours, minutes, seconds = (column.str.slice(3 * part, 2).cast(pl.Int64) for part in range(3))
        column = hours * 3600 + minutes * 60 + seconds
    return column.alias(name)


def write(frame, path, format):
    if format.startswith("csv"):
        compression = "gzip" if format.endswith("gz") else "uncompressed"
        frame.write_csv(path, compression=compression, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    elif format.startswith("ndjson"):
        frame.write_ndjson(path, compression="gzip" if format.endswith("gz") else "uncompressed")
    else:
        compression = {"zstd": "zstd", "gz": "gzip", "plain": "uncompressed"}[format.removesuffix(".parquet")]
        frame.write_parquet(path, compression=compression)


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(url, folder, days, format):
    os.makedirs(folder, exist_ok=True)
    started, cpu = time.perf_counter(), spent()
    connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc)
    received = written = 0
    columns = None
    for day in range(days):
        body = fetch(connection)
        received += len(body)
        columns = columns or names(body)
        path = os.path.join(folder, f"{day}.{format}")
        write(parse(body, columns).select(cast(name) for name in columns), path, format)
        written += os.path.getsize(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(time.perf_counter() - started, spent() - cpu, peak, received, written)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
