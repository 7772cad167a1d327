"""`python -m deqi.web OPERATION ...`: what `deqi serve` and its neighbours start as a process."""

from __future__ import annotations

import sys

from deqi.web.operations.running import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
