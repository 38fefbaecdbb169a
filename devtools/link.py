"""Lets .venv use this checkout: the package from its folder, the extension and the kernels through links."""

from __future__ import annotations

import json
import shutil
import site
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HELPERS = ROOT / "python_helpers"


def link_package() -> None:
    (Path(site.getsitepackages()[0]) / "pymastery.pth").write_text(f"{HELPERS}\n")


def link_extension() -> None:
    extensions = Path(sys.prefix) / "share/jupyter/labextensions"
    extensions.mkdir(parents=True, exist_ok=True)
    link = extensions / "pymastery"
    if link.is_symlink() or link.exists():
        link.unlink() if link.is_symlink() else shutil.rmtree(link)
    link.symlink_to(HELPERS / "pymastery/labextension", target_is_directory=True)


def link_kernels() -> None:
    """A kernel for each interpreter of the matrix that was set up, beside the environment's own."""
    kernels = Path(sys.prefix) / "share/jupyter/kernels"
    for venv in sorted((ROOT / ".pythons/venv").glob("3.*")):
        python = venv / "bin/python"
        if not (venv / "lib" / f"python{venv.name}" / "site-packages/ipykernel").exists():
            continue
        folder = kernels / f"python{venv.name}"
        folder.mkdir(parents=True, exist_ok=True)
        spec = {
            "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": f"Python {venv.name}",
            "language": "python",
            "env": {"PYTHONPATH": str(HELPERS)},
        }
        (folder / "kernel.json").write_text(json.dumps(spec, indent=1))


if __name__ == "__main__":
    link_package()
    link_extension()
    link_kernels()
