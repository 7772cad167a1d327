"""A server for one test, or for all tests of a file that only look at it."""

from __future__ import annotations

import pytest

from tests.operations.servers import Server, fresh_database, settings_in


def _server(folder):
    with fresh_database() as url:
        server = Server(folder, settings_in(folder, url))
        try:
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.stop()


@pytest.fixture
def server(tmp_path):
    """Not yet started."""
    yield from _server(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Started once for a whole file."""
    for server in _server(tmp_path_factory.mktemp("server")):
        server.start()
        yield server
