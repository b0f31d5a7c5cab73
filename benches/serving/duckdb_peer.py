"""The peer of the roll-ups: DuckDB over the same rows in tables of its own, on as many threads as
there are cores. Prints the median of each as JSON. Usage: duckdb_peer.py DATA CYCLE"""

import csv
import json
import pathlib
import sqlite3
import statistics
import sys
import tempfile
import time

import duckdb

ROUNDS = 11
TABLES = {
    "declaration": "id, region, cycle, unit, kind, track, stage, step, current, approved, discarded_at",
    "money_row": "region, cycle, unit, declaration, category, fund, counted, approved, amount",
    "finding_row": "id, region, cycle, declaration, revision, code, severity",
}
SUMS = {
    "progress": """SELECT unit, kind, track, stage, step, count(id) FROM declaration
        WHERE region = 1 AND cycle = ? AND discarded_at IS NULL GROUP BY ALL ORDER BY ALL""",
    "money": """SELECT m.unit, m.category, d.kind, count(m.declaration), sum(m.amount)
        FROM money_row m JOIN declaration d ON d.id = m.declaration
        WHERE m.region = 1 AND m.cycle = ? AND m.fund = 'total' AND m.counted AND m.approved
        AND d.discarded_at IS NULL GROUP BY ALL ORDER BY ALL""",
    "findings": """SELECT f.code, f.severity, d.unit, count(f.id), count(DISTINCT f.declaration)
        FROM finding_row f JOIN declaration d ON d.id = f.declaration
        WHERE f.region = 1 AND f.cycle = ? AND f.revision = d.approved
        AND d.discarded_at IS NULL GROUP BY ALL ORDER BY ALL""",
}

data, cycle = pathlib.Path(sys.argv[1]), int(sys.argv[2])
rows = sqlite3.connect(f"file:{data / 'heng.sqlite'}?mode=ro", uri=True)
duck = duckdb.connect()
for table, columns in TABLES.items():
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns.split(", "))
        out.writerows(rows.execute(f"SELECT {columns} FROM {table}"))
        file.flush()
        duck.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{file.name}', header = true)")
told = {}
for name, sql in SUMS.items():
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = duck.execute(sql, [cycle]).fetchall()
        times.append(time.perf_counter() - begun)
    told[name] = {"us": round(statistics.median(times) * 1e6), "rows": len(found)}
print(json.dumps(told))
