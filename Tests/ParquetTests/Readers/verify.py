#!/usr/bin/env python3
"""verify.py DIRECTORY: reads each NAME.parquet there with pyarrow, DuckDB and polars and compares it with NAME.json.

NAME.json: {"columns": [{"name", "type", "required", "precision", "scale", "values": [...]}], "rows", "created_by",
"metadata": {...}, "min_row_groups", "encodings", "max_dictionary_bytes", "skip_duckdb"}. Values are null, text, booleans, or numbers as text: whole numbers, days, microseconds,
unscaled decimals; doubles by the hexadecimal of their bits. Prints one line a fault and ends with 1 if there is any.
"""
import decimal
import glob
import json
import math
import os
import struct
import sys

import duckdb
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.parquet

CONTEXT = decimal.Context(prec=60)
faults = []


def fault(case, message):
    faults.append(f"{case}: {message}")


def arrow_type(column):
    kind = column["type"]
    if kind == "decimal":
        return pyarrow.decimal128(column["precision"], column["scale"])
    return {
        "string": pyarrow.string(),
        "int64": pyarrow.int64(),
        "double": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us", tz="UTC"),
        "local_timestamp": pyarrow.timestamp("us"),
    }[kind]


def wanted(column):
    """The values as Python compares them, whatever the reader."""
    kind = column["type"]
    if kind in ("string", "boolean"):
        return column["values"]
    if kind == "double":
        return [v if v is None else int(v, 16) for v in column["values"]]
    return [v if v is None else int(v) for v in column["values"]]


def found(array, column):
    """The values of an Arrow array in the form of `wanted`."""
    kind = column["type"]
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pyarrow.ChunkedArray):
        array = pyarrow.concat_arrays(array.chunks) if array.num_chunks else pyarrow.array([], array.type)
    if kind == "double":
        return [v if v is None else struct.unpack("<Q", struct.pack("<d", v))[0] for v in array.to_pylist()]
    if kind == "date":
        return array.cast(pyarrow.date32()).cast(pyarrow.int32()).to_pylist()
    if kind in ("timestamp", "local_timestamp"):
        return array.cast(pyarrow.int64()).to_pylist()
    if kind == "decimal":
        scale = column["scale"]
        return [v if v is None else int(v.scaleb(scale, context=CONTEXT)) for v in array.to_pylist()]
    return array.to_pylist()


def same(case, reader, column, values):
    expected = wanted(column)
    if values == expected:
        return
    if len(values) != len(expected):
        return fault(case, f"{reader}: {column['name']} has {len(values)} values, not {len(expected)}")
    for row, (one, other) in enumerate(zip(values, expected)):
        if one != other:
            return fault(case, f"{reader}: {column['name']}[{row}] is {str(one)[:80]!r}, not {str(other)[:80]!r}")


def check_arrow(case, path, case_data):
    file = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True)
    schema = file.schema_arrow
    table = file.read()
    for index, column in enumerate(case_data["columns"]):
        field = schema.field(index)
        if field.name != column["name"] or field.type != arrow_type(column) or field.nullable == column["required"]:
            fault(case, f"pyarrow: {field} is not {column['name']} {arrow_type(column)}")
        same(case, "pyarrow", column, found(table.column(index), column))
    return file.metadata


def check_statistics(case, metadata, case_data):
    start = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        for index, column in enumerate(case_data["columns"]):
            chunk = metadata.row_group(group).column(index)
            values = wanted(column)[start:start + rows]
            statistics = chunk.statistics
            present = [v for v in values if v is not None]
            if statistics is None or statistics.null_count != len(values) - len(present):
                fault(case, f"{column['name']} in group {group}: the nulls are not counted right")
                continue
            check_bounds(case, column, statistics, present)
            if not chunk.has_offset_index:
                fault(case, f"{column['name']} has no offset index")
            if not chunk.has_column_index and all(v is not None for v in values) and column["type"] != "double":
                fault(case, f"{column['name']} has no column index")
        start += rows


def check_bounds(case, column, statistics, present):
    kind = column["type"]
    name = column["name"]
    if kind == "double":
        present = [struct.unpack("<d", struct.pack("<Q", v))[0] for v in present]
        present = [v for v in present if not math.isnan(v)]
    if statistics.has_min_max != bool(present):
        return fault(case, f"{name}: bounds {'are missing' if present else 'without values'}")
    if not present:
        return
    if kind == "string":
        texts = [v.encode() for v in present]
        low, high = raw(statistics.min), raw(statistics.max)
        if not (low <= min(texts) and max(texts) <= high):
            return fault(case, f"{name}: the bounds do not hold all texts")
        exact = (getattr(statistics, "is_min_value_exact", None), getattr(statistics, "is_max_value_exact", None))
        for declared, one, other in zip(exact, (low, high), (min(texts), max(texts))):
            if declared is not None and declared != (one == other):
                fault(case, f"{name}: the bounds are declared exact: {declared}")
        if any(len(t) > 66 and len(t) < 1000 for t in (low, high)) and max(map(len, texts)) < 1000:
            fault(case, f"{name}: the bounds are not cut")
        return
    low, high = physical(statistics, column)
    if low is None:
        return
    if (low, high) != (min(present), max(present)):
        fault(case, f"{name}: the bounds are {low}, {high}, not {min(present)}, {max(present)}")


def raw(value):
    return value if isinstance(value, bytes) else value.encode()


def physical(statistics, column):
    if column["type"] == "decimal":
        try:
            return tuple(int(v.scaleb(column["scale"], context=CONTEXT)) for v in (statistics.min, statistics.max))
        except AttributeError:
            return None, None
    return statistics.min_raw, statistics.max_raw


def check_duckdb(case, path, case_data):
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'")
    types = [row[1] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]
    for column, kind in zip(case_data["columns"], types):
        expected = {
            "string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "boolean": "BOOLEAN",
            "date": "DATE", "timestamp": "TIMESTAMP WITH TIME ZONE", "local_timestamp": "TIMESTAMP",
        }.get(column["type"]) or f"DECIMAL({column['precision']},{column['scale']})"
        if kind != expected:
            fault(case, f"DuckDB: {column['name']} is {kind}, not {expected}")
    if not case_data["columns"]:
        return
    table = connection.sql("SELECT * FROM read_parquet(?)", params=[path]).to_arrow_table()
    for index, column in enumerate(case_data["columns"]):
        if case_data.get("skip_duckdb") and column["name"] in case_data["skip_duckdb"]:
            continue
        same(case, "DuckDB", column, found(table.column(index), column))


def check_polars(case, path, case_data):
    frame = polars.read_parquet(path)
    if frame.height != case_data["rows"]:
        fault(case, f"polars: {frame.height} rows, not {case_data['rows']}")
    table = frame.to_arrow()
    for index, column in enumerate(case_data["columns"]):
        same(case, "polars", column, found(table.column(index), column))


def check_metadata(case, metadata, case_data):
    if metadata.num_rows != case_data["rows"]:
        fault(case, f"{metadata.num_rows} rows, not {case_data['rows']}")
    if metadata.created_by != case_data["created_by"]:
        fault(case, f"made by {metadata.created_by}")
    written = {k.decode(): v.decode() for k, v in (metadata.metadata or {}).items() if k != b"ARROW:schema"}
    if written != case_data["metadata"]:
        fault(case, f"the metadata is {written}")
    if metadata.num_row_groups < case_data["min_row_groups"]:
        fault(case, f"{metadata.num_row_groups} row groups, fewer than {case_data['min_row_groups']}")
    for group in range(metadata.num_row_groups):
        for index, column in enumerate(case_data["columns"]):
            chunk = metadata.row_group(group).column(index)
            start = chunk.dictionary_page_offset
            if start and chunk.data_page_offset - start > case_data["max_dictionary_bytes"]:
                fault(case, f"{column['name']} has a dictionary of {chunk.data_page_offset - start} bytes")
    for name, encodings in case_data["encodings"].items():
        column = next(i for i, c in enumerate(case_data["columns"]) if c["name"] == name)
        used = set()
        for group in range(metadata.num_row_groups):
            used |= set(metadata.row_group(group).column(column).encodings)
        if not set(encodings) <= used:
            fault(case, f"{name} is encoded as {sorted(used)}, without {encodings}")


def check_rules(case, path, metadata, case_data):
    """What Spark, BigQuery and older readers ask of a file."""
    if metadata.format_version != "1.0":
        fault(case, f"the format's version is {metadata.format_version}")
    columns = [metadata.schema.column(i) for i in range(metadata.num_columns)]
    for column, described in zip(columns, case_data["columns"]):
        # No INT96, no FLOAT, no unsigned or short whole numbers, nothing nested or repeated.
        physical = {
            "string": "BYTE_ARRAY", "int64": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN",
            "date": "INT32", "timestamp": "INT64", "local_timestamp": "INT64",
        }.get(described["type"]) or ("INT64" if described["precision"] <= 18 else "FIXED_LEN_BYTE_ARRAY")
        if column.physical_type != physical:
            fault(case, f"{column.name} is stored as {column.physical_type}, not {physical}")
        if column.max_repetition_level != 0 or column.max_definition_level != (0 if described["required"] else 1):
            fault(case, f"{column.name} is nested")
        if "timestamp" in described["type"]:
            annotation = json.loads(column.logical_type.to_json())
            if annotation["timeUnit"] != "microseconds" or annotation["isAdjustedToUTC"] != (described["type"] == "timestamp"):
                fault(case, f"{column.name} is {annotation}")
    offset = 4
    for group in range(metadata.num_row_groups):
        for index in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(index)
            if chunk.compression not in ("UNCOMPRESSED", "GZIP", "ZSTD"):
                fault(case, f"{chunk.path_in_schema} is compressed with {chunk.compression}")
            others = set(chunk.encodings) - {"PLAIN", "RLE", "RLE_DICTIONARY", "DELTA_BINARY_PACKED"}
            if others:
                fault(case, f"{chunk.path_in_schema} is encoded as {others}")
            start = chunk.dictionary_page_offset or chunk.data_page_offset
            if start != offset:
                fault(case, f"{chunk.path_in_schema} of group {group} begins at {start}, not {offset}")
            offset += chunk.total_compressed_size
            # The first data page's header, in Thrift's compact form: field 1, the kind of page, is 0 for version 1.
            with open(path, "rb") as file:
                file.seek(chunk.data_page_offset)
                header = file.read(2)
            if chunk.num_values and header != b"\x15\x00":
                fault(case, f"{chunk.path_in_schema} has no data page of version 1")


def check_filters(case, path, case_data):
    """Readers that pass over row groups and pages by their statistics find the same rows."""
    for column in case_data["columns"]:
        if column["type"] not in ("int64", "string"):
            continue
        present = [v for v in wanted(column) if v is not None and (column["type"] == "int64" or len(v) < 200)]
        if not present:
            continue
        name = column["name"]
        least, middle, most = min(present), sorted(present)[len(present) // 2], max(present)
        table = pyarrow.dataset.dataset(path)
        frame = polars.scan_parquet(path)
        quoted = '"' + name.replace('"', '""') + '"'
        for bound in {least, middle, most}:
            expected = sum(1 for v in wanted(column) if v == bound)
            found = {
                "pyarrow": table.count_rows(filter=pyarrow.dataset.field(name) == bound),
                "DuckDB": duckdb.execute(f"SELECT count(*) FROM read_parquet(?) WHERE {quoted} = ?", [path, bound]).fetchone()[0],
                "polars": frame.filter(polars.col(name) == bound).select(polars.len()).collect().item(),
            }
            for reader, count in found.items():
                if count != expected:
                    fault(case, f"{reader}: {count} rows have {name} = {str(bound)[:60]!r}, not {expected}")


def main(directory):
    paths = sorted(glob.glob(os.path.join(directory, "*.parquet")))
    for path in paths:
        case = os.path.basename(path)[: -len(".parquet")]
        with open(path[: -len("parquet")] + "json") as file:
            case_data = json.load(file)
        try:
            metadata = check_arrow(case, path, case_data)
            check_metadata(case, metadata, case_data)
            check_statistics(case, metadata, case_data)
            check_rules(case, path, metadata, case_data)
            if len(case_data["columns"]) < 100:
                check_filters(case, path, case_data)
        except Exception as error:
            fault(case, f"pyarrow: {type(error).__name__}: {str(error)[:300]}")
        for name, check in (("DuckDB", check_duckdb), ("polars", check_polars)):
            try:
                check(case, path, case_data)
            except Exception as error:
                fault(case, f"{name}: {type(error).__name__}: {str(error)[:300]}")
    for line in faults:
        print(line)
    print(f"{len(paths)} files read by pyarrow {pyarrow.__version__}, DuckDB {duckdb.__version__}, polars {polars.__version__}")
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
