"""Keeps the parts of the clinic running: one that died is started again, all end together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PAUSE_S = 0.1
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0  # before a part is started again; doubled each time
STEADY_S = 20.0  # whoever ran so long has recovered
PATIENCE_S = 30.0  # for the work in hand to end
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Part:
    """One process of the clinic: an operation with its options."""

    operation: str
    words: Sequence[str] = ()
    keeps: Sequence[int] = ()  # open files that it inherits
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    start_at: float = 0.0
    wait_s: float = field(default=FIRST_WAIT_S)

    def start(self, environment: Mapping[str, str], now: float) -> None:
        """Start it."""
        command = [sys.executable, "-m", "deqi.web", self.operation, *self.words]
        self.process = subprocess.Popen(
            command, env=environment, pass_fds=self.keeps, preexec_fn=_end_with_parent
        )
        self.began = now

    def look_after(self, environment: Mapping[str, str], now: float) -> None:
        """Start it again if it has died, a little later each time."""
        if self.process is not None and self.process.poll() is not None:
            self.wait_s = FIRST_WAIT_S if now - self.began > STEADY_S else self.wait_s * 2
            self.start_at = now + min(self.wait_s, LONGEST_WAIT_S)
            status, self.process = self.process.returncode, None
            print(f"deqi: {self.operation} ended with {status}; starting again", file=sys.stderr)
        if self.process is None and now >= self.start_at:
            self.start(environment, now)


def keep_running(parts: Sequence[Part], environment: Mapping[str, str]) -> int:
    """Look after the parts until SIGTERM or SIGINT; then end all, and give the exit status 0."""
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: asked_to_stop.append(number))
    while not asked_to_stop:
        for part in parts:
            part.look_after(environment, time.monotonic())
        time.sleep(PAUSE_S)
    _stop([part.process for part in parts if part.process is not None])
    return 0


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE_S
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _end_with_parent() -> None:
    """On Linux a part ends when its supervisor is killed: nothing is left behind to hold a port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
