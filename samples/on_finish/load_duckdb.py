#!/usr/bin/env python3
"""Loads the changes of a run into DuckDB, as `on_finish` of a pipeline:

    on_finish:
      command: [python3, samples/on_finish/load_duckdb.py, warehouse.duckdb]
      when: always        # a failed run may have committed chunks too

The manifest lists every partition with its chunk and checksum; a table in the database records which of them are loaded. New and
changed partitions are loaded and missing ones are removed, in one transaction: readers see the old state or the new one, a
repeated run loads nothing, and the next run catches up on a missed one.

Requires `pip install duckdb`. The same approach works with psycopg and COPY for PostgreSQL.
"""
import json
import os
import sys

import duckdb

TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38, 9)", "double": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "timestamp": "TIMESTAMPTZ", "local_timestamp": "TIMESTAMP", "seconds": "BIGINT", "json": "JSON",
}


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def literal(value):
    return "'" + value.replace("'", "''") + "'"


def columns_of(partition, manifest):
    """Columns of one partition: after `--adopt`, partitions may have different columns."""
    return manifest.get("shapes", {}).get(partition.get("shape"), manifest["columns"])


def reader(path, columns):
    """Table function that reads a partition with the column types of the manifest."""
    types = ", ".join("%s: %s" % (literal(column["name"]), literal(TYPES[column["type"]])) for column in columns)
    if path.endswith(".parquet"):
        return "read_parquet(%s, hive_partitioning = false)" % literal(path)
    if ".ndjson" in os.path.basename(path):
        return ("read_json(%s, format = 'newline_delimited', maximum_object_size = 100000000, hive_partitioning = false, "
                "columns = {%s})" % (literal(path), types))
    # Null is an empty field without quotes; the empty string is "".
    return ("read_csv(%s, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', "
            "nullstr = '', allow_quoted_nulls = false, max_line_size = 100000000, hive_partitioning = false, columns = {%s})" % (
                literal(path), types))


def main(database):
    manifest_path = os.environ["TIDEMARK_MANIFEST"]
    if not os.path.exists(manifest_path):
        print("nothing has been exported yet")
        return
    with open(manifest_path) as file:
        manifest = json.load(file)
    sink, pipeline = os.environ["TIDEMARK_SINK"], manifest["pipeline"]
    table = identifier(pipeline.replace("-", "_"))
    db = duckdb.connect(database)
    db.execute("BEGIN")
    db.execute("CREATE TABLE IF NOT EXISTS %s (_tidemark_chunk VARCHAR NOT NULL)" % table)
    db.execute("CREATE TABLE IF NOT EXISTS _tidemark_loaded "
               "(pipeline VARCHAR, chunk VARCHAR, sha256 VARCHAR, PRIMARY KEY (pipeline, chunk))")
    loaded = dict(db.execute("SELECT chunk, sha256 FROM _tidemark_loaded WHERE pipeline = ?", [pipeline]).fetchall())
    wanted = {partition["chunk"]: partition for partition in manifest["partitions"]}
    gone = [chunk for chunk in loaded if chunk not in wanted]
    due = [chunk for chunk, partition in wanted.items() if loaded.get(chunk) != partition["sha256"]]
    for chunk in gone + due:
        db.execute("DELETE FROM %s WHERE _tidemark_chunk = ?" % table, [chunk])
        db.execute("DELETE FROM _tidemark_loaded WHERE pipeline = ? AND chunk = ?", [pipeline, chunk])
    for chunk in due:
        partition = wanted[chunk]
        columns = columns_of(partition, manifest)
        for column in columns:
            db.execute("ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s" % (
                table, identifier(column["name"]), TYPES[column["type"]]))
        names = ", ".join(identifier(column["name"]) for column in columns)
        rows = db.execute("INSERT INTO %s (%s, _tidemark_chunk) SELECT %s, %s FROM %s" % (
            table, names, names, literal(chunk), reader(os.path.join(sink, partition["path"]), columns))).fetchone()[0]
        if rows != partition["rows"]:
            sys.exit("%s has %d rows, expected %d; nothing was loaded" % (partition["path"], rows, partition["rows"]))
        db.execute("INSERT INTO _tidemark_loaded VALUES (?, ?, ?)", [pipeline, chunk, partition["sha256"]])
    db.execute("COMMIT")
    print("%s: %d partitions loaded, %d removed" % (pipeline, len(due), len(gone)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: load_duckdb.py DATABASE")
    main(sys.argv[1])
