"""Finds the verb, runs it, and turns what it says into text or one JSON object."""

import argparse
import importlib
import json
import logging
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

from training import __version__
from training.cli import verbs
from training.cli.answer import Answer
from training.contract.errors import ErrorReport, ManulError
from training.contract.user_settings import apply_user_settings
from training.failures import expected_error

_OK, _USER_ERROR, _BUG = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """Reports a wrong command line like every other error of the user's."""

    def error(self, message: str) -> NoReturn:
        raise ManulError("usage", problem=message[:1].upper() + message[1:], command=self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 the user can cure it, 2 our mistake."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    # It asks whoever has no card to install something that nobody needs.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    try:
        parsed = _build_parser().parse_args(words)
        apply_user_settings()
        answer: Answer = parsed.verb(parsed)
    except KeyboardInterrupt:
        return _fail(ManulError("interrupted").report(), as_json=as_json)
    except Exception as error:
        if (known := expected_error(error, stage="loading")) is None:
            return _fail_with_bug(error, as_json=as_json)
        return _fail(known.report(), as_json=as_json)
    if as_json:
        _print_json(answer.content)
    elif answer.text:
        print(answer.text, file=sys.stderr if answer.exit_code else sys.stdout)
    return answer.exit_code


def _build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="manul-train",
        description="Teaches Stable Diffusion a new object, person, animal or style.",
    )
    parser.add_argument("--version", action="version", version=f"manul {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    for found in pkgutil.iter_modules(verbs.__path__):
        module = importlib.import_module(f"{verbs.__name__}.{found.name}")
        command = commands.add_parser(
            found.name, help=module.HELP, description=module.HELP, allow_abbrev=False
        )
        module.add_arguments(command)
        command.add_argument(
            "--json", action="store_true", help="answer with one JSON object on standard output"
        )
        command.set_defaults(verb=module.run)
    return parser


def _fail(report: ErrorReport, *, as_json: bool) -> int:
    if as_json:
        _print_json({"error": report.model_dump()})
    else:
        print(f"{report.message}\n{report.advice}", file=sys.stderr)
    return _BUG if report.kind == "internal" else _USER_ERROR


def _fail_with_bug(error: Exception, *, as_json: bool) -> int:
    traceback.print_exc()
    reason = f"{type(error).__name__}: {error}"
    return _fail(ManulError("internal", reason=reason, log="this output").report(), as_json=as_json)


def _print_json(content: dict[str, Any]) -> None:
    # Bytes: a terminal's own encoding must not decide what other programs read.
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()
