"""Records what every case shows on the running interpreter, or compares it with what is recorded.

    PYTHONHASHSEED=0 python3.13 python_helpers/tests/record.py                  # compare, exit 1 on a difference
    PYTHONHASHSEED=0 python3.13 python_helpers/tests/record.py --write          # rewrite the recordings

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

from masks import leave_out_surroundings, mask, text_of, write_addresses  # noqa: E402
from normalise import Addresses, normalise  # noqa: E402

import pymastery as pm  # noqa: E402

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


def recordings(kinds: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield (file, text) for every case of these kinds on this interpreter."""
    for path in sorted((TESTS / "cases").glob("*.py")):
        module = load_case(path)
        for kind in kinds:
            show = getattr(module, kind, None)
            if show is None:
                continue
            view = show(pm)
            bundle = view._repr_mimebundle_()
            # of one feature version, recordings of all patch releases should be the same
            payload = json.loads(json.dumps(view.payload).replace(platform.python_version(), FEATURE))
            payload["interpreter"]["build"] = "any"
            if kind == "layout":
                if not getattr(module, "SURROUNDINGS", False):
                    leave_out_surroundings(payload)
                mask(payload)
            record = {
                "case": path.stem,
                "idea": module.__doc__.strip(),
                "recorded_on": platform.python_version(),
                "payload": payload,
                "text": bundle["text/plain"].replace(platform.python_version(), FEATURE),
            }
            stable = normalise(record, Addresses())
            if kind == "layout":
                write_addresses(stable["payload"])
                stable["text"] = text_of(stable["payload"])
            text = json.dumps(stable, indent=1, ensure_ascii=False).replace(str(TESTS), "tests")
            yield TESTS / "recorded" / kind / f"{path.stem}.{COLUMN}.json", text + "\n"


def facts(recording: str) -> dict[str, object]:
    """Return a recording without the patch release it was made on."""
    return {key: value for key, value in json.loads(recording).items() if key != "recorded_on"}


def difference(file: Path, old: str, new: str) -> str:
    """Return the first lines in which two recordings differ, for people."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "recorded", "now", lineterm="", n=1)
    return f"{file.relative_to(TESTS)} differs:\n" + "\n".join(list(lines)[:40])


def compare(file: Path, text: str) -> bool:
    """Print how a recording differs from `text`; return whether that is a failure.

    Another patch release may compile or lay out differently without a mistake of ours: that is said,
    for whoever runs `make record` and reviews the diff, and does not fail.
    """
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    if old and facts(old) == facts(text):
        return False
    print(difference(file, old, text))
    if old and json.loads(old)["recorded_on"] != platform.python_version():
        print(f"  recorded on {json.loads(old)['recorded_on']}: run make record and review")
        return False
    return True


def main() -> int:
    write = "--write" in sys.argv[1:]
    kinds = [argument for argument in sys.argv[1:] if not argument.startswith("--")] or list(KINDS)
    produced = dict(recordings(kinds))
    there = [file for kind in kinds for file in (TESTS / "recorded" / kind).glob(f"*.{COLUMN}.json")]
    stale = [file for file in there if file not in produced]
    for file in stale:
        print(f"{file.relative_to(TESTS)} has no case any more")
        if write:
            file.unlink()
    if write:
        for file, text in produced.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        print(f"wrote {len(produced)} recordings")
        return 0
    failures = [file for file, text in produced.items() if compare(file, text)]
    print(f"{len(produced) - len(failures)} of {len(produced)} recordings as before")
    return 1 if failures or stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
