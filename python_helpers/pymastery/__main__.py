"""The command line: `python -m pymastery doctor` and `python -m pymastery lab`."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: Command line without the program's name; `sys.argv[1:]` by default.
    """
    parser = argparse.ArgumentParser(
        prog="python -m pymastery", description="See how CPython really works, in JupyterLab."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser(
        "doctor",
        help="say which interpreter this is, which views work here, and whether JupyterLab has the extension",
    )
    lab = commands.add_parser("lab", help="open JupyterLab with the course folder")
    lab.add_argument("folder", nargs="?", default=".", help="where JupyterLab opens (default: here)")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    lab.add_argument("--port", type=int, default=8888, help="port to try first (default: 8888)")
    chosen = parser.parse_args(arguments)
    if chosen.command == "doctor":
        from pymastery.doctor import doctor

        return doctor()
    if chosen.command == "lab":
        from pymastery.lab import lab as open_lab

        return open_lab(chosen.folder, port=chosen.port, browser=not chosen.no_browser)
    parser.print_help()
    return 0


if __name__ == "__main__":
    sys.exit(main())
