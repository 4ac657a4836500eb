"""The server as a program: `python -m modelwright.server.program serve|web|dispatcher|migrate|link|journal`."""

import argparse
import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any, Final

import django

from modelwright import loading
from modelwright.ending import asked_to_end


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelwright.server.settings")
    try:
        with loading.for_good():
            django.setup()
        return int(_VERBS[options.verb](options) or 0)
    except KeyboardInterrupt:
        return 0
    except (PortTaken, ValueError) as problem:
        _say(str(problem), sys.stderr)
        return 2


class PortTaken(Exception):
    """The text says which, and what to do."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="modelwright")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, text in _HELP.items():
        verb = verbs.add_parser(name, help=text, description=text)
        if name in ("serve", "web", "link"):
            verb.add_argument("--host", default="127.0.0.1", help="address to listen on (default: only this machine)")
            verb.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        if name == "link":
            verb.add_argument("username", nargs="?", default="", help="whose link (default: the first administrator's)")
        if name == "journal":
            verb.add_argument(
                "action", choices=["verify", "prune"], help="read the chain, or move old entries to a file"
            )
            verb.add_argument("--head", default="", help="hash of an earlier head, which must still be in the chain")
            verb.add_argument("--before", default="", help="prune: date; entries that are older go")
            verb.add_argument("--to", default="", help="prune: the new file to put them in")
    return parser


_HELP: Final = {
    "serve": "Run web and dispatcher together.",
    "web": "Run the web server alone.",
    "dispatcher": "Run the dispatcher alone: it starts the trainings of this machine.",
    "migrate": "Bring the database up to date.",
    "link": "Print a one-time sign-in link, valid for 24 hours.",
    "journal": "Verify the journal's chain of hashes, or move its oldest entries into a file.",
}


def serve(options: argparse.Namespace) -> None:
    with _listening(options) as listener:
        migrate(options)
        with asked_to_end() as asked, _dispatching():
            _run_web(options, listener, asked)


def web(options: argparse.Namespace) -> None:
    with _listening(options) as listener:
        migrate(options)
        with asked_to_end() as asked:
            _run_web(options, listener, asked)


def dispatcher(options: argparse.Namespace) -> None:
    """Until told to stop; running trainings go on after that."""
    migrate(options)
    with asked_to_end() as asked:
        _dispatch(asked)


def migrate(options: argparse.Namespace) -> None:
    from modelwright.server import migrating
    from modelwright.server.translations import compile_all

    compile_all(only_stale=True)
    migrating.migrate()


def link(options: argparse.Namespace) -> None:
    """For the person of that name; without a name, for the first administrator."""
    from modelwright.server.accounts import links
    from modelwright.server.accounts.models import User

    migrate(options)
    user = User.objects.filter(username=options.username).first() if options.username else links.first_administrator()
    if user is None:
        raise ValueError(f"There is no user named {options.username}.")
    _say(links.address(links.make(user), _base(options)))


def journal(options: argparse.Namespace) -> int:
    """1 when an entry is not as it was written, or nothing could be moved."""
    from modelwright.server.journal import command

    is_pruning = options.action == "prune"
    if is_pruning and not (options.before and options.to):
        raise ValueError("modelwright journal prune needs --before DATE and --to FILE.")
    migrate(options)
    is_fine, text = command.prune(options.before, options.to) if is_pruning else command.verify(options.head)
    _say(text)
    return 0 if is_fine else 1


_VERBS: Final[dict[str, Any]] = {
    "serve": serve,
    "web": web,
    "dispatcher": dispatcher,
    "migrate": migrate,
    "link": link,
    "journal": journal,
}


@contextlib.contextmanager
def _listening(options: argparse.Namespace) -> Iterator[socket.socket]:
    """The socket, bound before anything else is done: a taken port costs nobody a migration."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((options.host, options.port))
            listener.listen(2048)
        except OSError as error:
            raise PortTaken(_cannot_listen(error, options)) from error
        options.port = listener.getsockname()[1]  # 0 lets the system choose
        yield listener


def _cannot_listen(error: OSError, options: argparse.Namespace) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {options.port} on {options.host} is taken by another program. Choose another one with --port."
    return (
        f"Cannot listen on {options.host}, port {options.port}: {error.strerror}. Choose others with --host and --port."
    )


def _run_web(options: argparse.Namespace, listener: socket.socket, asked: threading.Event) -> None:
    with loading.for_good():
        from modelwright.server.web_server import load_routes, serve_web

        load_routes()
    _announce(options)
    serve_web(listener, asked)


def _announce(options: argparse.Namespace) -> None:
    from modelwright.server.accounts import links

    _say(f"Modelwright is ready at {_base(options)}")
    if links.needs_first_link():
        _say("Sign in for the first time with this link; it works once, for 24 hours:")
        _say(links.address(links.make(links.first_administrator()), _base(options)))


@contextlib.contextmanager
def _dispatching() -> Iterator[None]:
    """A dispatcher beside us, in its own thread."""
    from modelwright.server.jobs import wake

    stop = threading.Event()
    thread = threading.Thread(target=_dispatch, args=(stop,), name="dispatcher")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        wake.up()
        thread.join()


def _dispatch(stop: threading.Event) -> None:
    from modelwright.server.jobs.dispatcher import Dispatcher

    Dispatcher().run(stop)


def _base(options: argparse.Namespace) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(options.host, options.host)  # noqa: S104 - shown, not bound
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{options.port}"


def _say(text: str, to: Any = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
