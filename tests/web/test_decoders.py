"""Many first requests at once do not bring the process down."""

from __future__ import annotations

import subprocess
import sys

# Types that nobody has used, each by eight threads at the same moment. With msgspec alone, or
# without the lock, this ended with SIGSEGV every time it was tried.
MANY_AT_ONCE = """
import sys
from dataclasses import make_dataclass
from threading import Barrier, Thread
import msgspec
from deqi.store.decoders import decoder_of
sys.setswitchinterval(1e-6)
names = [f"field_{n}" for n in range(20)]
raw = msgspec.json.encode({name: {"within": n} for n, name in enumerate(names)})

def read(made, together):
    together.wait()
    assert READ.field_19.within == 19

for n in range(100):
    fields = [(name, make_dataclass("Within", [("within", int)])) for name in names]
    made, together = make_dataclass(f"Made{n}", fields), Barrier(8)
    threads = [Thread(target=read, args=(made, together)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("all read")
"""


def _read_by(words):
    code = MANY_AT_ONCE.replace("READ", words)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_types_met_for_the_first_time_by_many_threads_are_read():
    assert _read_by("decoder_of(made).decode(raw)").stdout == "all read\n"
