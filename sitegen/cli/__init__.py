"""Words in, exit code out: the only room that prints, exits and reads the clock.

Exit codes: 0 fine, 1 content errors, 2 wrong usage or configuration, 3 environment (disk, permission, memory),
4 another build runs, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from sitegen import __version__
from sitegen.cli.building import build
from sitegen.cli.checking import check
from sitegen.cli.desk import clean, import_, init, list_, new, schema
from sitegen.cli.serving import serve
from sitegen.cli.urls import ledger, mv

__all__ = ["commands", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", prog_name="sitegen")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of sitegen itself.")
def commands(*, debug: bool) -> None:
    """A static site generator made for news publications."""


for _command in (build, serve, check, init, new, import_, list_, mv, ledger, clean, schema):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command ``sitegen``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(100_000, 20, 20)  # modules, and a site is many small values, stay: looking for cycles among them is in vain
    code = _code(words)
    gc.freeze()  # nor at the end
    sys.exit(code)


def _code(words: list[str]) -> int:
    try:
        code = commands.main(args=words, prog_name="sitegen", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        click.echo("sitegen: there is not enough memory", err=True)
        return 3
    except OSError as error:
        click.echo(f"sitegen: {error.filename or ''}: {error.strerror or error}", err=True)
        return 3
    except Exception as error:
        if "--debug" in words:
            raise
        click.echo(f"sitegen: a fault of sitegen itself ({type(error).__name__}: {error}); `sitegen --debug …` shows where", err=True)
        return 3
