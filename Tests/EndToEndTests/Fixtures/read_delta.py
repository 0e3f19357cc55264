#!/usr/bin/env python3
"""Reads every version of a Delta table with delta-rs and polars and prints its rows.

read_delta.py TABLE
"""
import sys

import deltalake
import polars

table = deltalake.DeltaTable(sys.argv[1])
for version in range(table.version() + 1):
    found = polars.read_delta(sys.argv[1], version=version).sort("date", "id")
    other = polars.from_arrow(deltalake.DeltaTable(sys.argv[1], version=version).to_pyarrow_table()).sort("date", "id")
    if not found.equals(other.select(found.columns)):
        sys.exit(f"version {version}: polars reads {found}, and delta-rs {other}")
    print(version, ", ".join(f"{name} {kind}" for name, kind in found.schema.items()))
    for row in found.rows():
        print(*(str(value) for value in row), sep="|")
