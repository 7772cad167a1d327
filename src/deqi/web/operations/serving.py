"""`deqi serve`: everything that a clinic needs, on one machine, with one command."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable

from deqi.web.config import Config, read_config
from deqi.web.operations.address import check_address, is_this_machine, listen
from deqi.web.operations.errors import OperationError
from deqi.web.operations.home import hold, make_home
from deqi.web.operations.supervising import Part, keep_running

SETUP_BYTES = 16  # 128 bits, copied from the terminal


def run(host: str, port: str, processes: str) -> int:
    """Prepare folder, key and database, then answer until told to stop."""
    if read_config().is_demo:
        raise OperationError(
            "DEQI_DEMO is set, which lets everybody in without a password. Unset it, or start the "
            "demonstration with deqi serve --demo."
        )
    return serve(host, port, processes)


def serve(
    host: str,
    port: str,
    processes: str,
    *,
    n_workers: int = 1,
    fill: Callable[[], None] = lambda: None,
) -> int:
    """The same, with what the demonstration adds: data before the start, and more workers."""
    check_address(host, read_config())
    socket = listen(host, int(port))
    if is_this_machine(host):
        os.environ.setdefault("DEQI_BASE_URL", f"http://localhost:{socket.getsockname()[1]}")
    config = read_config()
    make_home(config.home)
    lock = hold(config.home)
    environment = {**os.environ, **_prepare(fill)}
    _greet(config, environment.get("DEQI_SETUP_CODE"))
    kept = (socket.fileno(), lock.fileno())
    answer = Part("answer", (f"socket={socket.fileno()}", f"processes={processes}"), kept)
    return keep_running(
        [answer, *(Part("worker", (), kept[1:]) for _ in range(n_workers))], environment
    )


def _prepare(fill: Callable[[], None]) -> dict[str, str]:
    """The database made ready; what the parts have to know besides the settings."""
    import django

    django.setup()
    from django.db import connection

    from deqi.web.operations.database import is_first_start, prepare_database

    prepare_database()
    fill()
    code = {"DEQI_SETUP_CODE": _setup_code()} if is_first_start() else {}
    connection.close()
    return code


def _setup_code() -> str:
    """Whoever reads the terminal makes the first account, and nobody else on the network."""
    letters = secrets.token_hex(SETUP_BYTES).upper()
    return "-".join(letters[k : k + 4] for k in range(0, len(letters), 4))


def _greet(config: Config, code: str | None) -> None:
    print(f"deqi: {config.base_url}/ (Ctrl-C ends it). Data: {config.home}", file=sys.stderr)
    if config.is_demo:
        print("deqi: a demonstration; all of it is gone when it ends.", file=sys.stderr)
        return
    print(f"deqi: key file: {config.key_file}. Keep a copy of it elsewhere.", file=sys.stderr)
    if code is not None:
        print(f"deqi: first start. From another machine the page asks for {code}", file=sys.stderr)
