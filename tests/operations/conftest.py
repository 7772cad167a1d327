"""A server for one test, or for all tests of a file that only look at it."""

from __future__ import annotations

import shutil

import pytest

from tests.operations.servers import Server, fresh_database, run_records, settings_in


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


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A clinic with one patient and one entry."""
    folder = tmp_path_factory.mktemp("filled") / "server"
    folder.mkdir()
    with fresh_database() as url:
        server = Server(folder, settings_in(folder, url))
        (folder / "home").mkdir(mode=0o700)
        run_records(server, "fill")
        yield server


@pytest.fixture
def kept(filled, tmp_path):
    """A copy of it for one test."""
    folder = tmp_path / "server"
    shutil.copytree(filled.folder, folder)
    with fresh_database(like=filled.environment.get("DEQI_DATABASE_URL")) as url:
        server = Server(folder, settings_in(folder, url))
        yield server
        if server.process is not None and server.process.poll() is None:
            server.stop()
