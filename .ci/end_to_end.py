#!/usr/bin/env python3
"""Runs the release binary on every pipeline with the sandbox, as a new user would, and reads its files with independent readers.

Usage: end_to_end.py BINARY, from the top of the checkout.
"""
import csv
import glob
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet

BINARY = os.path.abspath(sys.argv[1])
PIPELINES = sorted(glob.glob("pipelines/*.yaml"))
checks = 0


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        sys.exit("FAILED: " + what)


def run(*arguments, cwd, expect=0):
    done = subprocess.run([BINARY, *arguments], cwd=cwd, capture_output=True, text=True, timeout=300)
    check(done.returncode == expect, "%s ended with %d, not %d:\n%s%s" % (
        " ".join(arguments), done.returncode, expect, done.stdout, done.stderr))
    return done


def partitions(folder):
    """Returns the bytes of every published file of a sink by path."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(("_", ".")) for part in parts):
            found["/".join(parts)] = path.read_bytes()
    return found


def check_sink(sink):
    manifest = json.load(open(sink / "_tidemark/manifest.json"))
    files = partitions(sink)
    check(files, "%s has no partition" % sink)
    check({p["path"] for p in manifest["partitions"]} == set(files), "%s: manifest and files differ" % sink)
    names = [column["name"] for column in manifest["columns"]]
    for partition in manifest["partitions"]:
        path = sink / partition["path"]
        content = files[partition["path"]]
        check(len(content) == partition["bytes"], "%s: size" % path)
        check(hashlib.sha256(content).hexdigest() == partition["sha256"], "%s: SHA-256" % path)
        if path.name.endswith(".parquet"):
            table = pyarrow.parquet.read_table(path, partitioning=None)
            check(table.schema.names == names, "%s: columns %s" % (path, table.schema.names))
            check(table.num_rows == partition["rows"], "%s: %d rows" % (path, table.num_rows))
            continue
        check(subprocess.run(["gzip", "-t", path]).returncode == 0, "gzip -t %s" % path)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
            if path.name.endswith(".csv.gz"):
                header, *rows = list(csv.reader(text, strict=True))
                check(header == names, "%s: header %s" % (path, header))
                check(all(len(row) == len(names) for row in rows), "%s: rows of different lengths" % path)
            else:
                rows = [json.loads(line) for line in text]
                check(all(list(row) == names for row in rows), "%s: keys" % path)
        check(len(rows) == partition["rows"], "%s: %d rows" % (path, len(rows)))
    return files


def main():
    check(len(PIPELINES) == 8, "eight pipelines, not %s" % PIPELINES)
    work = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-ci-"))
    shutil.copytree("pipelines", work / "pipelines")
    for pipeline in PIPELINES:
        run("check", "--sandbox", pipeline, cwd=work)
        run("plan", "--sandbox", pipeline, cwd=work)
    run("run", "--sandbox", *PIPELINES, cwd=work)
    sinks = sorted((work / "exports").iterdir())
    check(len(sinks) == 8, "eight sinks, not %s" % sinks)
    before = {sink: check_sink(sink) for sink in sinks}

    def written_at():
        found = [path for path in work.rglob("*") if path.name.endswith((".gz", ".parquet"))]
        return {path: path.stat().st_mtime_ns for path in found}

    stamps = written_at()

    again = run("run", "--sandbox", "--log-format", "json", *PIPELINES, cwd=work)
    finished = [json.loads(line) for line in again.stderr.splitlines()]
    finished = [event for event in finished if event["event"] == "finished"]
    check(len(finished) == len(PIPELINES) and all(event["calls"] == 0 for event in finished), "a second run made requests")
    check(stamps == written_at(), "a second run changed files")

    # Runs that are killed repeatedly and then completed produce the same bytes.
    pipeline = next(p for p in PIPELINES if "transferred" in p)
    sink = next(s for s in sinks if "transferred" in s.name)
    shutil.rmtree(sink)
    kills = 0
    for attempt in range(12):
        process = subprocess.Popen([BINARY, "run", "--sandbox", pipeline], cwd=work, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(0.03 + 0.01 * attempt)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    run("run", "--sandbox", pipeline, cwd=work)
    check(kills > 0, "no run was killed")
    check(check_sink(sink) == before[sink], "after %d kills the partitions differ" % kills)
    check(not list((sink / "_tidemark/staging").glob("*")), "staging is not empty after a complete run")
    shutil.rmtree(work)
    print("end to end: %d checks on %d pipelines, %d kills" % (checks, len(PIPELINES), kills))


main()
