"""Records what every case shows on the running interpreter, or compares it with what is recorded.

    PYTHONHASHSEED=0 python3.13 python_helpers/tests/record.py            # compare, exit 1 on a difference
    PYTHONHASHSEED=0 python3.13 python_helpers/tests/record.py --write    # rewrite the recordings

A case is a module in cases/: its docstring says the idea, each function in it that is named like
a kind takes the pymastery package and returns the view to record. The git diff of the recordings
is the review; a new CPython is one new column of files.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

import pymastery as pm  # noqa: E402
from normalise import Addresses, normalise  # noqa: E402

KINDS = ("bytecode", "layout", "graph", "check")
FEATURE = f"{sys.version_info[0]}.{sys.version_info[1]}"
COLUMN = f"cp{sys.version_info[0]}{sys.version_info[1]}"


def load_case(path: Path) -> ModuleType:
    # the relative name keeps recordings free of the checkout's place
    spec = importlib.util.spec_from_file_location(f"case_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # inspect.getsource looks here
    spec.loader.exec_module(module)
    return module


def recordings() -> Iterator[tuple[Path, str]]:
    """Yield (file, text) for every case and kind on this interpreter."""
    for path in sorted((TESTS / "cases").glob("*.py")):
        module = load_case(path)
        for kind in KINDS:
            show = getattr(module, kind, None)
            if show is None:
                continue
            view = show(pm)
            bundle = view._repr_mimebundle_()
            payload = dict(view.payload)
            # of one feature version, recordings of all patch releases should be the same
            payload["interpreter"] = {**payload["interpreter"], "python": FEATURE, "build": "any"}
            record = {
                "case": path.stem,
                "idea": module.__doc__.strip(),
                "recorded_on": platform.python_version(),
                "payload": payload,
                "text": bundle["text/plain"],
            }
            stable = normalise(record, Addresses())
            text = json.dumps(stable, indent=1, ensure_ascii=False).replace(str(TESTS), "tests")
            yield TESTS / "recorded" / kind / f"{path.stem}.{COLUMN}.json", text + "\n"


def other_patch_release(recording: str) -> str | None:
    """Return the version a recording was made on, where it is another patch release than this one."""
    version = json.loads(recording)["recorded_on"] if recording else platform.python_version()
    return version if version != platform.python_version() else None


def main() -> int:
    write = "--write" in sys.argv[1:]
    different = 0
    for file, text in recordings():
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        if old == text:
            continue
        if write:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"wrote {file.relative_to(TESTS)}")
        else:
            other = other_patch_release(old)
            different += not other
            lines = difflib.unified_diff(
                old.splitlines(), text.splitlines(), "recorded", "now", lineterm="", n=1
            )
            notice = f" (recorded on {other}: run make record and review)" if other else ""
            print(f"{file.relative_to(TESTS)} differs{notice}:\n" + "\n".join(list(lines)[:40]))
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
