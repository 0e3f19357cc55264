"""Code that the scripts of the rivals share: arguments URL FOLDER DAYS FORMAT, the requests, and the cost of the work.

FORMAT is csv, csv.gz, ndjson, ndjson.gz, plain.parquet, gz.parquet or zstd.parquet. The responses are those of
`Benchmarks serve`, the types those of the catalog. Nothing is synced, counted or checked.
"""
import http.client
import os
import resource
import sys
import time
import urllib.parse

# The compression of each Parquet format, as both rivals call it.
PARQUET = {"zstd.parquet": "zstd", "gz.parquet": "gzip", "plain.parquet": "uncompressed"}


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(write_day):
    """Passes each day's response to `write_day(body, path, format)`.

    Prints the wall and CPU seconds, peak memory, bytes received and bytes written of the work after the imports.
    """
    url, folder, days, format = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    os.makedirs(folder, exist_ok=True)
    started, cpu = time.perf_counter(), spent()
    connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc)
    received = written = 0
    for day in range(days):
        connection.request("GET", "/")
        body = connection.getresponse().read()
        received += len(body)
        path = os.path.join(folder, f"{day}.{format}")
        write_day(body, path, format)
        written += os.path.getsize(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(time.perf_counter() - started, spent() - cpu, peak, received, written)
