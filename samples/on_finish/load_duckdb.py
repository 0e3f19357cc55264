#!/usr/bin/env python3
"""Loads the changes of a run into DuckDB, as `on_finish` of a pipeline:

    on_finish:
      command: [python3, samples/on_finish/load_duckdb.py, warehouse.duckdb]
      when: always        # because a failed run may also have committed chunks

The manifest lists every partition with its checksum; a table in the database lists the loaded ones. New or changed partitions are
loaded and removed ones are deleted, all in one transaction: readers see the old state or the new one, a repeated run loads nothing,
and a missed night is loaded later.

Needs `pip install duckdb`. The same works for PostgreSQL with psycopg and COPY, and for BigQuery or Snowflake with one load job per
partition.
"""
import json
import os
import sys

import duckdb

TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38, 9)", "double": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "timestamp": "TIMESTAMPTZ", "local_timestamp": "TIMESTAMP", "seconds": "BIGINT", "json": "JSON",
}


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def text(value):
    return "'" + value.replace("'", "''") + "'"


def reader(path, columns):
    """The table function that reads a partition with the types of the manifest."""
    types = ", ".join("%s: %s" % (text(column["name"]), text(TYPES[column["type"]])) for column in columns)
    if path.endswith(".parquet"):
        return "read_parquet(%s)" % text(path)
    if ".ndjson" in os.path.basename(path):
        return "read_json(%s, format = 'newline_delimited', columns = {%s})" % (text(path), types)
    # Null is an empty field without quotes; empty text is "".
    return "read_csv(%s, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {%s})" % (
        text(path), types)


def main(database):
    manifest_path = os.environ["TIDEMARK_MANIFEST"]
    if not os.path.exists(manifest_path):
        print("nothing is exported yet")
        return
    with open(manifest_path) as file:
        manifest = json.load(file)
    sink = os.environ["TIDEMARK_SINK"]
    table = quoted(manifest["pipeline"].replace("-", "_"))
    columns = manifest["columns"]
    db = duckdb.connect(database)
    db.execute("BEGIN")
    declared = ", ".join("%s %s" % (quoted(column["name"]), TYPES[column["type"]]) for column in columns)
    db.execute("CREATE TABLE IF NOT EXISTS %s (%s, _partition VARCHAR NOT NULL)" % (table, declared))
    db.execute("CREATE TABLE IF NOT EXISTS _tidemark_loaded (pipeline VARCHAR, path VARCHAR, sha256 VARCHAR, PRIMARY KEY (pipeline, path))")
    loaded = dict(db.execute("SELECT path, sha256 FROM _tidemark_loaded WHERE pipeline = ?", [manifest["pipeline"]]).fetchall())
    wanted = {partition["path"]: partition for partition in manifest["partitions"]}
    stale = [path for path, sha256 in loaded.items() if path not in wanted or wanted[path]["sha256"] != sha256]
    news = [path for path, partition in wanted.items() if loaded.get(path) != partition["sha256"]]
    for path in stale:
        db.execute("DELETE FROM %s WHERE _partition = ?" % table, [path])
        db.execute("DELETE FROM _tidemark_loaded WHERE pipeline = ? AND path = ?", [manifest["pipeline"], path])
    names = ", ".join(quoted(column["name"]) for column in columns)
    for path in news:
        source = reader(os.path.join(sink, path), columns)
        rows = db.execute("INSERT INTO %s (%s, _partition) SELECT %s, %s FROM %s" % (
            table, names, names, text(path), source)).fetchone()[0]
        if rows != wanted[path]["rows"]:
            sys.exit("%s has %d rows, the manifest says %d; nothing is loaded" % (path, rows, wanted[path]["rows"]))
        db.execute("INSERT INTO _tidemark_loaded VALUES (?, ?, ?)", [manifest["pipeline"], path, wanted[path]["sha256"]])
    db.execute("COMMIT")
    print("%s: %d partitions loaded, %d taken out" % (manifest["pipeline"], len(news), len([p for p in stale if p not in wanted])))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: load_duckdb.py DATABASE")
    main(sys.argv[1])
