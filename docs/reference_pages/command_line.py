"""docs/reference/command-line.md: every subcommand and every option of `deqi`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from deqi.cli.arguments import build_parser

ANCHOR = "shared-options"
_OPENING = """\
# Command line

This page is made from the parser of `deqi`; `deqi COMMAND --help` says the same in short.

| exit status | when |
|---|---|
| 0 | done |
| 2 | wrong command line |
| 3 to 49 | an error that a person can act on, see [errors](errors.md) |
| 70 | a fault of the program; set `DEQI_DEBUG=1` to see where |

Answers go to standard output, everything else to standard error. With the same input, seed and
installation the output is the same to the last digit.
"""


SHARED = "Options of every command that reads a course"


def describe_command_line() -> str:
    """The whole page as Markdown."""
    parser = build_parser()
    parts = [_OPENING, "## `deqi`\n", *(_about("deqi", option) for option in options_of(parser))]
    commands = tuple(_subcommands(parser))
    shared = _shared([subparser for _, subparser, _ in commands])
    for name, subparser, purpose in commands:
        parts += [f"## `deqi {name}`\n", f"{_sentence(purpose)}\n"]
        parts += [f"```text\n{_usage(subparser)}\n```\n"]
        left = shared if _is_reader(subparser) else {}
        own = [option for option in options_of(subparser) if _face(option) not in left]
        parts += [_about(f"deqi {name}", option) for option in own]
        if left:
            parts += [f"And the [options of every command that reads a course](#{ANCHOR}).\n"]
    parts += [f"({ANCHOR})=\n## {SHARED}\n"]
    parts += [_about("", option) for option in shared.values()]
    return "\n".join(parts).rstrip() + "\n"


def headings_for(command: str, option: argparse.Action) -> tuple[str, str]:
    """The headings under one of which an option stands: its command's own, or the shared one.

    >>> option = argparse.ArgumentParser().add_argument("--seed", metavar="N")
    >>> headings_for("report", option)
    ('### `deqi report --seed`', '### `--seed`')
    """
    return _heading(f"deqi {command}", option), _heading("", option)


def options_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """What may follow a command, but for its subcommands and the help."""
    for option in parser._actions:
        if not isinstance(option, argparse._SubParsersAction | argparse._HelpAction):
            yield option


def subcommands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every subcommand with its own parser."""
    for name, parser, _ in _subcommands(build_parser()):
        yield name, parser


def _subcommands(
    parser: argparse.ArgumentParser,
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Every command that can be run: a command that only holds others is not one."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            purposes = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, subparser in action.choices.items():
                below = [(f"{name} {n}", p, w) for n, p, w in _subcommands(subparser)]
                yield from below or [(name, subparser, purposes[name])]


_Face = tuple[str, str | None]


def _face(option: argparse.Action) -> _Face:
    return _spelling(option), option.help


def _shared(parsers: list[argparse.ArgumentParser]) -> dict[_Face, argparse.Action]:
    """Options that all commands that read a course have alike."""
    readers = [
        {_face(option): option for option in options_of(parser)}
        for parser in parsers
        if _is_reader(parser)
    ]
    return {
        face: option
        for face, option in readers[0].items()
        if all(face in others for others in readers)
    }


def _is_reader(parser: argparse.ArgumentParser) -> bool:
    return any("--diary" in option.option_strings for option in options_of(parser))


def _about(command: str, option: argparse.Action) -> str:
    return f"{_heading(command, option)}\n\n`{_spelling(option)}`: {_meaning(option)}\n"


def _heading(command: str, option: argparse.Action) -> str:
    name = option.option_strings[-1] if option.option_strings else _placeholder(option)
    return f"### `{f'{command} {name}'.strip()}`"


def _spelling(action: argparse.Action) -> str:
    placeholder = _placeholder(action)
    if not action.option_strings:
        return placeholder if action.nargs != "?" else f"[{placeholder}]"
    if action.nargs == 0:
        return action.option_strings[-1]
    value = f"[{placeholder}]" if action.nargs == "?" else placeholder
    return f"{action.option_strings[-1]} {value}"


def _placeholder(action: argparse.Action) -> str:
    if action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return str(action.metavar or action.dest.upper())


def _meaning(action: argparse.Action) -> str:
    repeatable = " May be given several times." if isinstance(action.default, list) else ""
    return _sentence(action.help or "") + repeatable


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."


def _usage(parser: argparse.ArgumentParser) -> str:
    lines = parser.format_usage().removeprefix("usage: ").rstrip().splitlines()
    return "\n".join([lines[0], *(f"    {line.strip()}" for line in lines[1:])])
