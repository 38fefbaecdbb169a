"""`python -m pymastery doctor`: what works here, and what to do about what does not."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pymastery as pm
from pymastery.display import View
from pymastery.interpreter import interpreter, unknown_notice


def doctor() -> int:
    """Print the interpreter, the state of each kind of view and of the JupyterLab extension.

    Returns:
        0 when all kinds of view work here, 1 when one does not. A kernel's environment needs no
        JupyterLab, so a missing extension is said and does not count.
    """
    here = interpreter()
    print(f"Interpreter  {here.name} ({here.build}, {8 * here.pointer_size} bit) at {sys.executable}")
    notice = unknown_notice()
    if notice:
        print(f"             {notice}")
    states = {kind: _state(show) for kind, show in _SAMPLES.items()}
    for kind, (_, sentence) in states.items():
        print(f"{kind:12} {sentence}")
    print(f"JupyterLab   {_extension()}")
    return 0 if all(works for works, _ in states.values()) else 1


def _state(show: Callable[[], View]) -> tuple[bool, str]:
    try:
        payload = show().payload
    except Exception as error:  # whatever it is, the other lines still help
        return False, f"does not work here: {type(error).__name__}: {error}"
    notice = payload.get("notice")
    if notice is None and unknown_notice() in payload.get("notices", ()):
        notice = unknown_notice()
    if notice is not None:
        return False, f"works in part: {notice}"
    return True, "works"


_SAMPLES: dict[str, Callable[[], View]] = {
    "bytecode": lambda: pm.bytecode(_state),
    "layout": lambda: pm.layout(12345),
    "graph": lambda: pm.graph(sample=[[], {}]),
    "check": lambda: pm.check("stage-of", None),
}


def _extension() -> str:
    """Return one sentence about the extension in this environment's JupyterLab."""
    if importlib.util.find_spec("jupyterlab_server") is None:
        return (
            "not in this environment, which is fine for a kernel; "
            "install pymastery where JupyterLab runs, too, to see the views drawn"
        )
    from jupyter_core.paths import jupyter_path  # type: ignore[import-not-found,unused-ignore]
    from jupyterlab_server.config import get_page_config  # type: ignore[import-not-found,unused-ignore]

    folders = [str(folder) for folder in jupyter_path("labextensions")]
    manifests = [Path(folder) / "pymastery" / "package.json" for folder in folders]
    found = next((manifest for manifest in manifests if manifest.exists()), None)
    if found is None:
        return "the extension is missing: run python -m pip install --force-reinstall pymastery"
    try:
        version = json.loads(found.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return f"the extension is damaged ({found}): run python -m pip install --force-reinstall pymastery"
    disabled = get_page_config(folders).get("disabledExtensions", [])
    if any(name.split(":")[0] == "pymastery" for name in disabled):
        return f"extension {version} is disabled: run jupyter labextension enable pymastery"
    return f"extension {version} is enabled"
