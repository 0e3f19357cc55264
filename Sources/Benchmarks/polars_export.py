#!/usr/bin/env python3
"""polars_export.py URL FOLDER DAYS FORMAT: an export with polars: fetch, parse, cast, one file per day; see rival.py."""
import polars as pl

import rival

# Columns of both shapes; a report has those that its first record has.
INSTANTS = {"date"}
DURATIONS = {"time"}
NULLS = {"skill_id": ["-", ""], "destiny_agent_id": ["-", ""], "date": [""], "time": [""]}


def names(body):
    """The keys of the first record, which all records have."""
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
        compression = rival.PARQUET[format]
        frame.write_parquet(path, compression=compression)


columns = None


def write_day(body, path, format):
    global columns
    columns = columns or names(body)
    write(parse(body, columns).select(cast(name) for name in columns), path, format)


if __name__ == "__main__":
    rival.main(write_day)
