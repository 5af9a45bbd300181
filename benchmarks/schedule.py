"""Measure the scheduler: `python -m benchmarks.schedule FILE... --seconds 60 --seeds 3`.

By hand, not with `make bench`: three seeds of a minute on each week take long. Files of a network
(one site each) are planned side by side with --network.
"""

import argparse
import json
import resource
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from statistics import median
from time import monotonic

from alongside.engine.scheduling.bound import bound
from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.diff import diff
from alongside.engine.scheduling.explain import explain
from alongside.engine.scheduling.improve import Budget, improve
from alongside.engine.scheduling.read import after, read_program
from alongside.engine.scheduling.repair import repair
from benchmarks.table import table


def share(report):
    """Return unmet minutes in per cent of those prescribed."""
    return 100 * report.unmet_minutes / report.prescribed_minutes


def week(path, seconds, seed):
    """Plan one week and return its figures (goals S1, S2, S3 to S5, S7, S10)."""
    program = read_program(json.loads(Path(path).read_text()))
    began = monotonic()
    candidates = Candidates(program)
    first = construct(program, candidates)
    usable = monotonic() - began
    best = improve(program, first, Budget(seconds, seed=seed), candidates=candidates)
    report = check(program, best.plan)
    began = monotonic()
    least = bound(candidates)
    bounded = monotonic() - began
    told, slowest = [], 0.0
    for who, short in report.unmet.items():
        for code in short:
            began = monotonic()
            told.append(explain(candidates, best.plan, who, code, least.irreducible))
            slowest = max(slowest, monotonic() - began)
    irreducible = 100 * least.minutes / report.prescribed_minutes
    return {
        "broken": sum(map(len, report.violations.values())),
        "first s": usable,
        "first %": share(check(program, first)),
        "unmet %": share(report),
        "irreducible %": irreducible,
        "avoidable %": share(report) - irreducible,
        "bound s": bounded,
        "reasons": median([len(e.reasons) for e in told]) if told else 0,
        "slowest reason s": slowest,
        "prescribed": report.prescribed_minutes,
        "unmet": report.unmet_minutes,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def disruption(path, seconds, seed):
    """Send each of two clinicians home for three days and return what the repair does (S8)."""
    program = read_program(json.loads(Path(path).read_text()))
    plan = improve(program, construct(program), Budget(seconds, seed=seed)).plan
    rows = []
    for clinician in ("counselor0", "therapist1"):
        event = {"kind": "clinician_off", "clinician": clinician, "days": [0, 1, 2]}
        changed = after(program, event)
        began = monotonic()
        mended = repair(changed, plan, Budget(20, seed=seed))
        took = monotonic() - began
        was = check(program, plan).unmet_minutes
        lost = check(changed, mended.standing).unmet_minutes - was
        still = check(changed, mended.plan).unmet_minutes - was
        others = diff(changed, mended.standing, mended.plan)
        rows.append(
            (
                clinician,
                lost,
                round(100 * (1 - still / lost)) if lost else "",
                sum(c.kind in ("moved", "dropped") for c in others),
                round(took, 1),
            )
        )
    return rows


def network(paths, seconds, processes):
    """Plan sites side by side and return wall seconds and their figures (S6)."""
    began = monotonic()
    with ProcessPoolExecutor(processes) as pool:
        sites = list(pool.map(week, paths, repeat(seconds), repeat(1)))
    return monotonic() - began, sites


def main() -> None:
    """Print the tables for the weeks given."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.schedule")
    words.add_argument("files", nargs="+")
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--seeds", type=int, default=3)
    words.add_argument("--network", action="store_true", help="all files side by side")
    words.add_argument("--processes", type=int, default=2)
    words.add_argument("--event", action="store_true", help="two clinicians off for three days")
    given = words.parse_args()
    if given.network:
        took, sites = network(given.files, given.seconds, given.processes)
        unmet, asked = (sum(site[key] for site in sites) for key in ("unmet", "prescribed"))
        print(f"{len(sites)} sites in {took:.0f} s, {100 * unmet / asked:.1f} % unmet,")
        print(f"{max(site['MB'] for site in sites):.0f} MB in the largest process")
        return
    if given.event:
        heads = ("clinician", "lost min", "restored %", "others moved", "s")
        for path in given.files:
            rows = disruption(path, given.seconds, 1)
            print(table(f"{Path(path).stem}, off for three days", heads, rows))
        return
    for path in given.files:
        runs = [week(path, given.seconds, seed + 1) for seed in range(given.seeds)]
        rows = [
            (key, round(median(run[key] for run in runs), 2), round(max(r[key] for r in runs), 2))
            for key in runs[0]
        ]
        print(table(f"{Path(path).stem}, {given.seconds:g} s", ("", "median", "worst"), rows))


if __name__ == "__main__":
    main()
