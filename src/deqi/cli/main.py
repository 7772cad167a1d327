"""The command `deqi`: runs one subcommand and turns errors into sentences and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from deqi.cli.arguments import parse_arguments
from deqi.compute.failures import place_of
from deqi.records import BadInputError, DeqiError

DEBUG_VARIABLE = "DEQI_DEBUG"
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells count
EXIT_BROKEN_PIPE = 141  # 128 + SIGPIPE
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `deqi` with the given arguments and return its exit status.

    0 if all went well, 2 for a wrong command line, the error's own status for a `DeqiError`
    (see `deqi.cli.errors`), 70 for a bug in the program.
    """
    use_one_thread()
    try:
        return _run(argv)
    except DeqiError as error:
        _tell(_sentences(error))
        return error.exit_status
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        _tell(_bug(error))
        return EXIT_BUG


def use_one_thread() -> None:
    """Keep numerical libraries to one thread, before they are loaded: sums in one order only."""
    for name in _THREADS:
        os.environ[f"{name}_NUM_THREADS"] = "1"


def _run(argv: Sequence[str] | None) -> int:
    arguments = parse_arguments(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without these letters still reads
    import_module(f"deqi.cli.commands.{arguments.handler}").run(arguments)
    sys.stdout.flush()
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _sentences(error: DeqiError) -> str:
    if not isinstance(error, BadInputError):
        return f"deqi: {error}"
    n_problems = len(error.problems)
    return "\n".join(
        [
            f"deqi: the input has {n_problems} problem{'s' * (n_problems != 1)}; nothing was done.",
            *(f"  {problem}" for problem in error.problems),
            *["To go on without the bad rows: --leave-out bad-rows"] * error.can_leave_out,
        ]
    )


def _bug(error: Exception) -> str:
    """One sentence without any value of the record: a message could hold a person's words."""
    return (
        f"deqi: the program has a fault ({type(error).__name__} at {place_of(error)}). Your files "
        f"were not changed. To see the whole traceback, set {DEBUG_VARIABLE}=1 and run it again; "
        "it may hold values of the record."
    )
