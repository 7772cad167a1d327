"""`deqi serve` and its neighbours: the clinic in the browser, and looking after it."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command, positive

PORT = 8765


def add_clinic(commands: Commands[argparse.ArgumentParser]) -> None:
    """What the person does who looks after the machine."""
    _add_serve(commands)
    backup = add_command(
        commands, "backup", "copy the clinic's data into one file, while it runs", "operate"
    )
    backup.add_argument("file", metavar="FILE", help="a new file, such as deqi-2026-05-01.zip")
    restore = add_command(
        commands, "restore", "put a backup in the place of the clinic's data", "operate"
    )
    restore.add_argument("file", metavar="FILE", help="a file that deqi backup wrote")
    add_command(
        commands, "verify", "check settings, database, audit, licences and backups", "operate"
    )
    _add_let_in(commands)


def _add_serve(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = add_command(commands, "serve", "start the clinic in the browser, until Ctrl-C")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where it listens; another address than this machine's own needs DEQI_BASE_URL with "
        "https (default: 127.0.0.1)",
    )
    parser.add_argument(
        "--port", type=port, default=PORT, metavar="N", help=f"0 takes a free one (default: {PORT})"
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="a clinic of made-up patients to look around in, on this machine only; it is gone "
        "afterwards",
    )
    parser.add_argument(
        "--processes", type=positive, default=2, metavar="N", help="that answer (default: 2)"
    )


def _add_let_in(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "let-in",
        "a way back into the clinic for somebody who lost the second factor",
        "let_in",
    )
    parser.add_argument("email", metavar="EMAIL", help="the address that the person logs in with")
    parser.add_argument("--yes", action="store_true", help="do it without asking once more")
    parser.add_argument(
        "--link",
        action="store_true",
        help="print a link to choose a new password, too; without a mail server it always is",
    )


def port(text: str) -> int:
    """A number of a port, or 0 for a free one."""
    if not text.isdecimal() or not text.isascii() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; give a number from 0 to 65535")
    return int(text)
