"""What serving a city costs: `scripts/bench serve` runs this.

It makes the data (a demonstration multiplied, restored and proved), starts the server as an
operator would, and loads it with wrk from 50 connections, taking turns with a bare axum handler
that does one indexed read on the same database. Only the standard library; DuckDB is a peer.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time
import urllib.parse

CLIENTS = 50
SIGNED_IN = 50
ROUNDS = 3
PORT, BARE, METRICS = 7861, 7862, 7863
HERE = pathlib.Path(__file__).parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heng", required=True)
    parser.add_argument("--serving", required=True, help="the bench's own program")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder; data are made once")
    parser.add_argument("--postgres", help="an empty database on a server that syncs its writes")
    parser.add_argument("--duckdb", help="a Python that has duckdb")
    parser.add_argument("--units", default="2000")
    parser.add_argument("--seconds", default=6, type=int)
    parser.add_argument("--only", default="start,reads,rollup,saves")
    given = parser.parse_args()
    given.only = given.only.split(",")
    given.work.mkdir(parents=True, exist_ok=True)
    data = seeded(given)
    for name, place in [("SQLite", data)] + ([("PostgreSQL", given.postgres)] if given.postgres else []):
        print(f"\n## {name}", flush=True)
        bench = Bench(given, place)
        if "start" in given.only:
            bench.start_and_rest()
        if "reads" in given.only:
            bench.reads()
        if "rollup" in given.only:
            bench.roll_up()
        if "saves" in given.only:
            bench.saves()


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, text=True, **more)


def seeded(given):
    """The folder with the data, and the same in PostgreSQL; made once for a work folder."""
    small, copy, data = (given.work / name for name in ("small", "many.zip", "data"))
    passwords = given.work / "passwords.json"
    if not copy.exists():
        shutil.rmtree(small, ignore_errors=True)
        real = HERE / "../../tests/real/renhe-2026.docx"
        told = run(given.heng, "demo", "--data", small, real, stdout=subprocess.PIPE).stdout
        people = re.findall(r"^  (\S+) +(\S+-\S+-\S+) ", told, re.M)
        passwords.write_text(json.dumps(dict(people)))
        run(given.heng, "backup", "--force", "--data", small, "-o", given.work / "one.zip")
        part = given.work / "part.zip"
        print("Rows:", flush=True)
        run(given.serving, "seed", given.work / "one.zip", part, given.units)
        part.rename(copy)
    if not (data / "proved").exists():
        shutil.rmtree(data, ignore_errors=True)
        timed("restored", lambda: run(given.heng, "restore", copy, "--data", data, stdout=subprocess.DEVNULL))
        timed("proved", lambda: run(given.heng, "verify", "--data", data))
        (data / "proved").touch()
    if given.postgres:
        there = subprocess.run([given.heng, "heads", "--database", given.postgres, "-o", "-"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if there.returncode:
            timed("restored into PostgreSQL", lambda: run(
                given.heng, "restore", copy, "--database", given.postgres, stdout=subprocess.DEVNULL))
    return data


def timed(what, work):
    begun = time.monotonic()
    work()
    print(f"{what} in {time.monotonic() - begun:.0f} s", flush=True)


class Bench:
    def __init__(self, given, place):
        self.given, self.place = given, str(place)
        self.on = ["--database" if self.place.startswith("postgres") else "--data", self.place]
        self.passwords = json.loads((given.work / "passwords.json").read_text())

    # The server.

    def serve(self):
        begun = time.monotonic()
        server = subprocess.Popen(
            [self.given.heng, "serve", *self.on, "--port", str(PORT), "--metrics", f"127.0.0.1:{METRICS}",
             "--log", "off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                if asked(PORT, "/ready")[0] == 200:
                    return server, time.monotonic() - begun
            except OSError:
                pass
            if server.poll() is not None:
                raise SystemExit("the server ended")
            time.sleep(0.002)

    def start_and_rest(self):
        starts = []
        for _ in range(7):
            server, start = self.serve()
            starts.append(start)
            time.sleep(1)
            rest = memory(server.pid)
            stop(server)
        size = os.path.getsize(self.given.heng) >> 20
        print(f"ready after {statistics.median(starts):.3f} s (goal 0.3), idle {rest} MB (goal 60), "
              f"binary {size} MB", flush=True)

    # Reading.

    def reads(self):
        server, _ = self.serve()
        bare = subprocess.Popen([self.given.serving, "bare", str(BARE), self.place])
        try:
            time.sleep(1)
            step = (int(self.given.units) - 1) // SIGNED_IN
            clerks = [self.sign_in(f"jingban{1 + number * step}", "jingban") for number in range(SIGNED_IN)]
            own = {cookie: self.declarations(cookie) for cookie in clerks}
            bureau = self.sign_in("jixiao", "jixiao")
            cases = [
                ("bare handler", BARE, None),
                ("form as JSON", PORT, [(f"/api/declarations/{id}", c) for c in clerks for id in own[c][:2]]),
                ("form page", PORT, [(f"/declarations/{id}", c) for c in clerks for id in own[c][:2]]),
                ("unit's list as JSON", PORT, [("/api/declarations", c) for c in clerks]),
                ("unit's list page", PORT, [("/declarations", c) for c in clerks]),
                ("unit's desk (工作台)", PORT, [("/", c) for c in clerks]),
                ("edit page", PORT, [(f"/declarations/{id}/edit", c) for c in clerks for id in own[c][:2]]),
                ("search page", PORT, [("/search?words=" + urllib.parse.quote("三支一扶"), c) for c in clerks]),
                ("bureau's list page", PORT, [("/declarations", bureau)]),
                ("bureau's queue page", PORT, [("/reviews", bureau)]),
                ("bureau's desk (工作台)", PORT, [("/", bureau)]),
                ("bureau's progress page", PORT, [("/statistics", bureau)]),
                ("bureau's money page", PORT, [("/statistics/money", bureau)]),
            ]
            ids = [id for some in own.values() for id in some]
            cases[0] = ("bare handler", BARE, [(f"/{id}", "") for id in ids])
            self.compare(cases)
            print(f"after the load {memory(server.pid)} MB", flush=True)
        finally:
            stop(bare)
            stop(server)

    def compare(self, cases):
        """Each address once, one after the other, as after a change; then all of them by everybody."""
        print("| what | drawn ms | statements | again: requests a second | of bare | p50 ms | p95 ms | kB |\n"
              "|---|---|---|---|---|---|---|---|")
        for name, port, asks in cases[1:]:
            first = []
            for path, cookie in asks:
                begun = time.monotonic()
                status, body = asked(port, path, cookie)
                first.append((time.monotonic() - begun) * 1000)
                if status != 200:
                    raise SystemExit(f"{path} answered {status}")
            calls = self.statements(*asks[0])
            ours, bare = [], []
            for _ in range(ROUNDS):
                bare.append(self.load(*cases[0][1:]))
                ours.append(self.load(port, asks))
            rate = statistics.median(one["rate"] for one in ours)
            limit = statistics.median(one["rate"] for one in bare)
            p50, p95 = (statistics.median(one[key] for one in ours) for key in ("p50", "p95"))
            bad = sum(one["bad"] for one in ours)
            print(f"| {name} | {statistics.median(first):.0f} | {calls} | {rate:.0f} | {rate / limit:.2f} "
                  f"| {p50:.0f} | {p95:.0f} | {len(body) / 1024:.0f} |" + (f" {bad} failed" if bad else ""), flush=True)
        print(f"bare: {limit:.0f} requests a second", flush=True)

    def statements(self, path, cookie):
        """How many statements drawing an answer takes, by the server's own count."""
        def count():
            text = asked(METRICS, "/metrics")[1].decode()
            return int(float(re.search(r"^heng_statements_total (\S+)", text, re.M)[1]))
        before = count()
        # By another address, or what was drawn just now would be given again.
        asked(PORT, f"{path}{'&' if '?' in path else '?'}again=1", cookie)
        return count() - before

    def load(self, port, asks):
        paths = self.given.work / "asks.txt"
        paths.write_text("".join(f"{path}\t{cookie}\n" for path, cookie in asks))
        told = run("wrk", "-t2", f"-c{CLIENTS}", f"-d{self.given.seconds}s", "-s", HERE / "load.lua",
                   f"http://127.0.0.1:{port}", stdout=subprocess.PIPE, env={**os.environ, "ASKS": str(paths)})
        return json.loads(told.stdout.strip().splitlines()[-1])

    def sign_in(self, login, password):
        body = urllib.parse.urlencode({"login": login, "password": self.passwords[password]})
        to = http.client.HTTPConnection("127.0.0.1", PORT)
        to.request("POST", "/sign-in", body, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{PORT}"})
        answer = to.getresponse()
        answer.read()
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        if answer.status != 303 or not cookies:
            raise SystemExit(f"{login} cannot sign in: {answer.status}")
        return "; ".join(cookies)

    def declarations(self, cookie):
        """The numbers of the declarations in the list of whoever is signed in."""
        return [row["id"] for row in json.loads(asked(PORT, "/api/declarations", cookie)[1])["rows"]]

    # The widest roll-up.

    def roll_up(self):
        """The sums of the statistics over a year, beside DuckDB over the same rows."""
        told = run(self.given.serving, "rollup", self.place, stdout=subprocess.PIPE).stdout
        ours = json.loads(told)
        peer = {}
        if self.given.duckdb:
            told = run(self.given.duckdb, HERE / "duckdb_peer.py", self.given.work / "data", ours["cycle"],
                       stdout=subprocess.PIPE).stdout
            peer = json.loads(told)
        for name, one in ours.items():
            if name == "cycle":
                continue
            line = f"{name}: {one['rows']} lines, {one['us'] / 1000:.1f} ms"
            if name in peer:
                same = "" if peer[name]["rows"] == one["rows"] else f" ({peer[name]['rows']} lines!)"
                line += f" = {one['us'] / peer[name]['us']:.1f} x DuckDB's {peer[name]['us'] / 1000:.1f} ms{same}"
            print(line, flush=True)

    # Saving.

    def saves(self):
        run(self.given.serving, "saves", self.place)


def asked(port, path, cookie=""):
    to = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    to.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = to.getresponse()
    return answer.status, answer.read()


def memory(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) >> 10


def stop(process):
    process.terminate()
    process.wait()


main()
