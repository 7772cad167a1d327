"""`deqi serve --demo`: a clinic of made-up patients in a folder that is gone afterwards."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from deqi.web.operations.address import is_this_machine
from deqi.web.operations.errors import OperationError
from deqi.web.operations.serving import serve

REAL = ("DEQI_HOME", "DEQI_KEY_FILE", "DEQI_DATABASE_URL", "DEQI_BASE_URL", "DEQI_MAIL_URL")
FIRST = 2  # answers that are there when it starts: of those who need somebody most


def run(host: str, port: str, processes: str) -> int:
    """Fill a new database in a folder of its own, and let everybody on this machine in."""
    _refuse_what_is_real(host)
    with tempfile.TemporaryDirectory(prefix="deqi-demo-") as folder:
        home = Path(folder) / "home"
        os.environ.update(
            DEQI_HOME=str(home), DEQI_KEY_FILE=str(Path(folder) / "key"), DEQI_DEMO="1"
        )
        return serve(host, port, processes, n_workers=os.cpu_count() or 1, fill=_fill)


def _refuse_what_is_real(host: str) -> None:
    """Everybody comes in without a password: so nobody from elsewhere, and to no real data."""
    if not is_this_machine(host):
        raise OperationError(
            f"The demonstration lets everybody in without a password, so it does not listen on "
            f"{host}. Leave out --host."
        )
    real = [name for name in REAL if os.environ.get(name)]
    if real:
        raise OperationError(
            f"The demonstration makes its own data and touches no other, but {', '.join(real)} "
            f"{'is' if len(real) == 1 else 'are'} set. Unset it first, or start without --demo."
        )


def _fill() -> None:
    from django.utils import timezone

    from deqi.web.demo.answers import answer_all
    from deqi.web.demo.filling import fill

    fill(timezone.now())
    answer_all(FIRST)
