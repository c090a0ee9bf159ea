"""Runs the exported Python scripts and compares the losses they print with the engine's.

    python3 check.py FOLDER      as written by prepare.mjs
"""

import contextlib
import io
import json
import math
import pathlib
import runpy
import sys
import warnings

TOLERANCE = 5e-5  # of a loss, relative; 6e-6 is usual after a hundred steps


def difference(loss, expected):
    if expected is None:  # no test points
        return 0 if math.isnan(loss) else math.inf
    return abs(loss - expected) / max(abs(expected), 1e-2)


def check(script, expected):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(script))['main'](len(expected))
    rows = [line.split() for line in out.getvalue().splitlines()[1:]]
    if [int(row[0]) for row in rows] != [row[0] for row in expected]:
        return math.inf
    return max(difference(float(loss), right)
               for row, wanted in zip(rows, expected) for loss, right in zip(row[1:], wanted[1:]))


def main(folder):
    warnings.simplefilter('error')
    worst, failed = {}, False
    for place in sorted(pathlib.Path(folder).glob('run-*')):
        case = json.loads((place / 'expected.json').read_text())
        for kind in ('numpy', 'pytorch'):
            found = check(place / f'train_{kind}.py', case['losses'])
            worst[kind] = max(worst.get(kind, 0), found)
            if not found <= TOLERANCE:
                print(f'{kind}: {case["link"]} differs by {found:.2g}')
                failed = True
    if len(worst) < 2:
        sys.exit('No scripts to run.')
    for kind, found in worst.items():
        print(f'{kind}: largest difference of a loss {found:.2g}, relative')
    sys.exit(1 if failed else 0)


main(sys.argv[1])
