"""`python -m pymastery lab`: JupyterLab in one folder, with the extension of this environment."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

COURSE_FOLDER = "pymastery-course"
"""The default of the extension's setting `courseFolder`."""


def lab(folder: str, port: int, browser: bool) -> int:
    """Run JupyterLab until it is stopped.

    Args:
        folder: Where JupyterLab opens; made if it is not there, with the course folder inside it.
        port: Port to try first.
        browser: Whether to open a browser.

    Returns:
        JupyterLab's exit status, or 1 with a sentence on stderr where it cannot start.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        print(
            f"JupyterLab is not installed for {sys.executable}. "
            "Install it with: python -m pip install 'pymastery[lab]'",
            file=sys.stderr,
        )
        return 1
    root = Path(folder).expanduser().resolve()
    try:
        (root / COURSE_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"Cannot use {root} as a folder: {error.strerror}. Name another one.", file=sys.stderr)
        return 1
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--port={port}"),
        *(f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{COURSE_FOLDER}"),
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # a container's only user; Jupyter asks for an explicit yes
        command.append("--allow-root")
    print(f"Opening JupyterLab in {root}. The Roadmap is the sidebar on the left.", flush=True)
    # Control-C reaches the server too: it asks, and ends its kernels in order. A handler is not inherited.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.call(command)  # noqa: S603 - our own arguments
    finally:
        signal.signal(signal.SIGINT, before)
