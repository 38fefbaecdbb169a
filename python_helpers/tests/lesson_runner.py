"""Runs a notebook's code cells in IPython, as a kernel does, and prints what each one showed.

    python lesson_runner.py NOTEBOOK                      JSON: cell id → text, error, MIME types, payloads
    python lesson_runner.py NOTEBOOK --answers FILE       the same, with other sources for some cells
    python lesson_runner.py NOTEBOOK --record FILE        write what the claims' cells print on this interpreter

Of a recording the git diff is the review: cell id → feature version → text, or "all" → text where
every recorded version agrees.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

FEATURE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def shows(cell):
    """The claims that a code cell shows."""
    return cell["metadata"].get("pymastery", {}).get("shows", [])


def run(notebook, replacements):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    seen = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = replacements.get(cell["id"], "".join(cell["source"]))
        with capture_output() as captured:
            result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        bundle = shell.display_formatter.format(result.result)[0] if result.result is not None else {}
        seen[cell["id"]] = {
            "text": captured.stdout,
            "error": repr(error) if error else None,
            "mimes": sorted(bundle),
            "payload": next((data for mime, data in bundle.items() if "pymastery" in mime), None),
        }
    return seen


def record(file, notebook, seen):
    """Merge this interpreter's texts into a recording."""
    versions = ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    old = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    new = {}
    for cell in notebook["cells"]:
        if not shows(cell):
            continue
        texts = old.get(cell["id"], {})
        if "all" in texts:
            texts = dict.fromkeys(versions, texts["all"])
        texts = {**texts, FEATURE: seen[cell["id"]]["text"]}
        same = len(set(texts.values())) == 1 and set(texts) == set(versions)
        new[cell["id"]] = {"all": texts[FEATURE]} if same else dict(sorted(texts.items()))
    file.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--record", type=Path)
    options = parser.parse_args()
    lesson = json.loads(options.notebook.read_text(encoding="utf-8"))
    answers = json.loads(options.answers.read_text(encoding="utf-8")) if options.answers else {}
    seen = run(lesson, answers)
    if options.record:
        record(options.record, lesson, seen)
    else:
        print(json.dumps(seen))


if __name__ == "__main__":
    main()
