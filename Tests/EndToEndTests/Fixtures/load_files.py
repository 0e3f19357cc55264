#!/usr/bin/env python3
"""Reads an export with the statements of a page and compares every value with the response that it was made of.

load_files.py RESPONSE CSV_SINK PARQUET_SINK < STATEMENTS    (a JSON list of Python texts that read `files` into `table`)

Prints a line for each reader, or the first difference.
"""
import datetime
import decimal
import glob
import json
import sys

import duckdb
import polars
import pyarrow.parquet


def expected(row):
    instant = row.get("at") and datetime.datetime.fromisoformat(row["at"].replace("Z", "+00:00"))
    price = None if row.get("price") is None else decimal.Decimal(row["price"])
    raw = None if row.get("raw") is None else json.dumps(row["raw"], ensure_ascii=False, separators=(",", ":"))
    return {"id": row["id"], "note": row.get("note"), "price": price, "at": instant, "raw": raw}


def rows_of(table):
    if isinstance(table, polars.DataFrame):
        return table.to_dicts()
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.to_arrow_table()
    return table.to_pylist()


def main():
    response, csv_sink, parquet_sink = sys.argv[1:]
    with open(response, encoding="utf-8") as file:
        wanted = [expected(row) for row in json.load(file, parse_float=str, parse_int=int)["data"]]
    readers = []
    files = sorted(glob.glob(f"{csv_sink}/*.csv.gz"))
    for text in json.load(sys.stdin):
        scope = {"files": files}
        exec(text, scope)
        readers.append((text.split("\n")[0].strip("# ") + " CSV", scope["table"]))
    parquet = sorted(glob.glob(f"{parquet_sink}/*.parquet"))
    readers.append(("DuckDB Parquet", duckdb.read_parquet(parquet)))
    readers.append(("polars Parquet", polars.read_parquet(parquet)))
    tables = [pyarrow.parquet.read_table(file) for file in parquet]
    readers.append(("pyarrow Parquet", pyarrow.concat_tables(tables)))
    for name, table in readers:
        found = rows_of(table)
        if len(found) != len(files) * len(wanted):
            sys.exit(f"{name}: {len(found)} rows; expected {len(files) * len(wanted)}")
        for number, row in enumerate(found):
            right = wanted[number % len(wanted)]
            if row != right:
                sys.exit(f"{name}, row {number}: found {row}; expected {right}")
        print(name, len(found))


main()
