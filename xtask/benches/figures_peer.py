# The same observations and questions as crates/cube/examples/speed.rs, asked of DuckDB with the table in memory.
import json, sys, time
import duckdb

con = duckdb.connect()
con.execute(f"create table o as select * from read_parquet('{sys.argv[1]}')")
names = [row[0] for row in con.execute("describe o").fetchall()]
area, period, measure, cls = names[:4]
value = "value"
share = f"100 * sum(case when \"{cls}\" = 1 then {value} end) / sum(case when \"{cls}\" = 0 then {value} end)"

def times(ask, rounds=100):
    ask(0)
    taken = []
    for nr in range(rounds):
        begin = time.perf_counter()
        ask(nr)
        taken.append((time.perf_counter() - begin) * 1000)
    taken.sort()
    return [round(taken[rounds // 2], 3), round(taken[rounds * 99 // 100], 3)]

page = f'select "{area}", "{period}", {share} from o where "{area}" in (0, 80, 160, 240, 320) and "{measure}" = ? and "{cls}" in (0, 1) group by all order by all'
map_ = f'select "{area}", {share} from o where "{period}" = ? and "{measure}" = ? and "{cls}" in (0, 1) group by all order by all'
profile = f'select "{measure}", {share} from o where "{area}" = ? and "{period}" = 24 and "{cls}" in (0, 1) group by all order by all'
rows = [len(con.execute(page, [0]).fetchall()), len(con.execute(map_, [0, 0]).fetchall()), len(con.execute(profile, [0]).fetchall())]
assert rows == [125, 400, 40], rows
print(json.dumps({
    "version": duckdb.__version__,
    "page": times(lambda nr: con.execute(page, [nr % 40]).fetchall()),
    "map": times(lambda nr: con.execute(map_, [nr % 25, nr % 40]).fetchall()),
    "profile": times(lambda nr: con.execute(profile, [nr % 400]).fetchall()),
}))
