"""The web server: gunicorn, on a socket that the supervisor opened."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

THREADS = 4
# How long a thread computes while another waits. A page asks the database thirty times and more;
# each time it would wait behind the 5 ms of Python's own choice if another page is being made.
SWITCH_S = 0.0005
TIMEOUT_S = 60  # a process that hangs so long is replaced


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told by values and not by its own command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from deqi.web.wsgi import application

        return application


def run(socket: str, processes: str) -> int:
    """Answer requests until told to stop."""
    sys.setswitchinterval(SWITCH_S)
    _Server(
        {
            "bind": f"fd://{socket}",
            "workers": int(processes),
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": TIMEOUT_S,
            "preload_app": True,  # loaded once; the processes share the memory
            "control_socket_disable": True,
            "umask": 0o077,
            "forwarder_headers": "",  # no proxy says which path was meant: pages go by it
            # No access log: a path can hold the token of a link. Errors by kind and place only.
            "accesslog": None,
            "logconfig_dict": settings.LOGGING,
        }
    ).run()
    return 0
