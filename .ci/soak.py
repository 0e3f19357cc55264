#!/usr/bin/env python3
"""Exports a year of daily chunks from the sandbox under kills and failures, and verifies that nothing is missing, duplicated or truncated.

Usage: soak.py BINARY [--days 365] [--rows 300] [--seed N], from the top of the checkout. The printed seed repeats the sequence of
failures, but not their exact timing.

1. An undisturbed run of 30 days and one of all days need the same memory and file descriptors.
2. Runs over all days are killed (SIGKILL), stopped (SIGTERM, SIGINT, sometimes twice), or have system calls fail (with strace, if it is
   permitted), while the sandbox returns a share of faulty responses. After each, every file that a loader sees is complete and has the
   expected bytes.
3. After a complete run, the files have the same bytes as without failures, every row of the sandbox is exported once, manifest,
   checkpoints and files agree, `audit --recount` finds no difference, and staging is empty.
"""
import argparse
import csv
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

TOKEN = "soak-token-%d" % os.getpid()
# Allowed difference between long and short runs: memory that the allocator keeps.
ROOM_KB, ROOM_FDS = 24 * 1024, 4
# Injected for the staged file of one day only, because these calls also wake threads and load libraries.
FILE_FAULTS = ["write:error=ENOSPC", "write:error=EIO", "fsync:error=EIO", "close:error=EIO", "openat:error=EMFILE"]
NAME_FAULTS = ["renameat,rename:error=EIO", "unlinkat,unlink:error=EROFS", "mkdirat,mkdir:error=EACCES", "fsync:error=EIO"]

PIPELINE = """\
version: 1
name: soak
source:
  report: wolkvox/agent_13_1
  base_url: {address}/wolkvox
  token: ${{SOAK_TOKEN}}
  retry: {{ tries: 8, first_delay: 1 ms, max_delay: 20 ms, patience: 20 s }}
range: {{ time_zone: America/Bogota, from: {first}, to: {end} }}
sink: {{ path: {sink}, partition: "day={{window.date}}/{{chunk}}" }}
"""


def check(condition, what):
    if not condition:
        sys.exit("FAILED: %s" % what)


class Sandbox:
    def __init__(self, binary, *flags):
        self.process = subprocess.Popen([binary, "sandbox", "--port", "0", *flags], stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[2].rstrip(";")

    def rows(self, day):
        digits = str(day).replace("-", "")
        path = "/wolkvox/api/v2/reports_manager.php?api=agent_13_1&date_ini=%s000000&date_end=%s235959" % (digits, digits)
        request = urllib.request.Request(self.address + path, headers={"wolkvox-token": TOKEN})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["data"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Soak:
    def __init__(self, options):
        self.binary = os.path.abspath(options.binary)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-soak-"))
        self.random = random.Random(options.seed)
        self.first = datetime.date(2025, 9, 1)
        self.days = [self.first + datetime.timedelta(days=number) for number in range(options.days)]
        self.environment = {**os.environ, "SOAK_TOKEN": TOKEN, "TIDEMARK_STATE_DIR": str(self.work / "state")}
        self.can_trace = shutil.which("strace") and subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode == 0

    def pipeline(self, name, address, days):
        text = PIPELINE.format(address=address, first=self.first, end=self.first + datetime.timedelta(days=days), sink=name)
        (self.work / (name + ".yaml")).write_text(text)
        return name + ".yaml"

    def start(self, *arguments, wrapper=()):
        return subprocess.Popen([*wrapper, self.binary, *arguments], cwd=self.work, env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")

    def run(self, *arguments, expect=0):
        process = self.start(*arguments)
        output, _ = process.communicate()
        check(process.returncode == expect, "%s ended with %d:\n%s" % (arguments, process.returncode, output[-2000:]))
        return output

    def measured(self, *arguments):
        """Runs to the end; returns the peak memory in kB and the largest number of file descriptors."""
        log = open(self.work / "measured.log", "w")
        process = subprocess.Popen([self.binary, *arguments], cwd=self.work, env=self.environment, stdout=log, stderr=log)
        memory, descriptors, began = 0, 0, time.monotonic()
        while process.poll() is None:
            try:
                status = open("/proc/%d/status" % process.pid).read()
                memory = max([memory] + [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")])
                descriptors = max(descriptors, len(os.listdir("/proc/%d/fd" % process.pid)))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                pass
            time.sleep(0.02)
        self.pace = time.monotonic() - began
        output = (self.work / "measured.log").read_text()[-2000:]
        check(process.returncode == 0, "%s ended with %d:\n%s" % (arguments, process.returncode, output))
        return memory, descriptors

    def partitions(self, sink):
        root = self.work / sink
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.glob("day=*/*"))}

    def disturb(self, file, number):
        """Disturbs one run; returns the kind of disturbance and the exit status."""
        # Relative to the measured duration: first well within a run, then later and later, so that a run completes.
        moment = self.random.uniform(0.02, self.pace * min(1, 0.2 + 0.02 * number))
        kind = "kill" if number < 3 else self.random.choice(["kill"] * 6 + ["signal"] * 2 + ["twice"] + (["fault"] * 2 if self.can_trace else []))
        if kind == "fault":
            paths, fault = [], "%s:when=%d" % (self.random.choice(NAME_FAULTS), self.random.randint(1, 60))
            if self.random.random() < 0.6:
                day, fault = self.random.choice(self.days), "%s:when=1" % self.random.choice(FILE_FAULTS)
                name = "rough/_tidemark/staging/%s-%s.csv.gz" % tuple(
                    (day + datetime.timedelta(days=more)).strftime("%Y%m%dT050000Z") for more in (0, 1))
                # Calls on a descriptor match the kernel's absolute path.
                paths = ["-P", name, "-P", str(self.work.resolve() / name)]
            process = self.start("run", file, wrapper=[
                "strace", "-f", "-qq", "-o", "/dev/null", *paths, "-e", "inject=" + fault])
            output, _ = process.communicate(timeout=300)
            check(process.returncode in (0, 65, 73), "%s ended with %d:\n%s" % (fault, process.returncode, output[-2000:]))
            return kind, process.returncode
        process = self.start("run", file)
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            pass
        sent = {"kill": [signal.SIGKILL], "signal": [self.random.choice([signal.SIGTERM, signal.SIGINT])],
                "twice": [signal.SIGINT, signal.SIGTERM]}[kind]
        for each in sent:
            if process.poll() is None:
                process.send_signal(each)
        output, _ = process.communicate(timeout=60)
        # Before the program handles signals, their default action ends it.
        allowed = {"kill": (-signal.SIGKILL,)}.get(kind, (75, -signal.SIGTERM, -signal.SIGINT))
        check(process.returncode in (0, 65, *allowed), "%s ended with %d:\n%s" % (kind, process.returncode, output[-2000:]))
        return kind, process.returncode

    def check_rows(self, sandbox, sink):
        found = self.partitions(sink)
        total = 0
        for day in self.days:
            paths = [path for path in found if path.startswith("day=%s/" % day)]
            rows = sandbox.rows(day)
            check(len(paths) == (1 if rows else 0), "%s: %d files" % (day, len(paths)))
            table = list(csv.reader(gzip.decompress(found[paths[0]]).decode().splitlines()))
            column = table[0].index("conn_id_transfer")
            check([row[column] for row in table[1:]] == [row["conn_id_transfer"] for row in rows], "%s: rows differ" % day)
            total += len(rows)
        return total

    def check_state(self, sink):
        found = self.partitions(sink)
        state = self.work / sink / "_tidemark"
        manifest = json.loads((state / "manifest.json").read_text())["partitions"]
        checkpoints = [json.loads(path.read_text())["partition"] for path in sorted((state / "checkpoints").glob("*.json"))]
        for kept in (manifest, checkpoints):
            check({each["path"]: each["sha256"] for each in kept}
                  == {path: hashlib.sha256(content).hexdigest() for path, content in found.items()}, "state and files differ")
        check(not list((state / "staging").iterdir()), "staging is not empty")
        names = {path.name for path in (self.work / sink).iterdir()}
        check(names == {"_tidemark"} | {"day=%s" % day for day in self.days}, "stray files: %s" % names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    began = time.monotonic()
    print("soak: %d days, seed %d" % (options.days, options.seed), flush=True)
    soak = Soak(options)
    rows = ["--rows-per-day", str(options.rows)]
    calm = Sandbox(soak.binary, *rows)
    rough = Sandbox(soak.binary, *rows, "--fault-share", "0.05")
    try:
        short = soak.measured("run", soak.pipeline("short", calm.address, min(30, options.days)))
        long = soak.measured("run", soak.pipeline("calm", calm.address, options.days))
        print("undisturbed: %d kB and %d descriptors for 30 days, %d kB and %d for all" % (*short, *long), flush=True)
        check(long[0] <= short[0] + ROOM_KB, "memory grows with the number of chunks")
        check(long[1] <= short[1] + ROOM_FDS, "file descriptors grow with the number of chunks")
        truth = soak.partitions("calm")

        file = soak.pipeline("rough", rough.address, options.days)
        endings = {}
        while True:
            kind, status = soak.disturb(file, sum(endings.values()))
            for path, content in soak.partitions("rough").items():
                check(truth.get(path) == content, "%s is incomplete after a run that ended by %s" % (path, kind))
            if status != 0:
                endings[kind] = endings.get(kind, 0) + 1
            elif sum(endings.values()) >= options.days // 6:
                break
            else:
                shutil.rmtree(soak.work / "rough")
        check(soak.partitions("rough") == truth, "the files differ from those of an undisturbed run")
        total = soak.check_rows(calm, "rough")
        soak.check_state("rough")
        output = soak.run("audit", "--recount", file)
        check("%d chunks counted again" % options.days in output and ", 0 differences" in output, output[-500:])
        check("0 chunks to fetch" in soak.run("run", file), "chunks are left to fetch")
    finally:
        calm.stop()
        rough.stop()
    shutil.rmtree(soak.work)
    output = ", ".join("%d by %s" % (count, kind) for kind, count in sorted(endings.items()))
    print("soak: %d rows in %d files after %d interrupted runs (%s), %.0f s" % (
        total, len(truth), sum(endings.values()), output, time.monotonic() - began))


main()
