"""`stage_of(source)`: which stage refuses a piece of source, as this interpreter says itself.

The answer gets the whole text of a program and returns one word:

    "parse"    `ast.parse` refuses the text
    "compile"  there is a tree, but `compile` makes no code object of it
    "run"      there is a code object, and an exception ends its run early (any one, SystemExit too)
    "fine"     it runs to its end

A program runs once, only when it compiles as a whole, in a fresh namespace of its own, like a file.
Whether its prints appear is not asked. KeyboardInterrupt and null characters are left out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FunctionType

from pymastery.checks import Behaviour, Exercise, Finding, Outcome, Trial, for_all
from pymastery.checks.guard import text_of
from pymastery.describe import describe, issubclass_exactly
from pymastery.exercises import programs
from pymastery.exercises.programs import Program, fate, fill, smaller

_WORDS = "'parse', 'compile', 'run' or 'fine'"

HINTS = {
    "none": "The function returned None. Does every path through it end in a return?",
    "no-word": f"Return one of the words {_WORDS}, exactly so.",
    "arguments": "The check calls your function with one argument, the source: def stage_of(source).",
    "raised-syntax-error": "A SyntaxError left your function. Catch it where it is raised and return the word.",
    "raised-end": "This exception is no Exception: it derives from BaseException. Which except clause catches it too?",
    "raised": "An exception left your function. Whatever the source raises while it runs means 'run'.",
    "missed-compile": "compile() refuses for two reasons. ast.parse(source) refuses only for the first: ask it before.",
    "half-compile": "symtable does only half of the work after parsing. Only compile() makes a code object.",
    "never-run": "It compiles, but does it run? Execute the code object and see.",
    "wrong-parse": "The text is no program in Python's grammar. ast.parse(source) tells; give it the text unchanged.",
    "not-whole": "Python accepts this text. Ask about the whole text, in mode 'exec', not about single lines.",
    "run-as-parse": "Here a running program raises SyntaxError. Give compile() and exec() a try of their own.",
    "end-as-fine": "The program ends before its last line. Every exception that ends it counts, SystemExit too.",
    "early": "Nothing of a source may run before all of it compiles. Make the code object first, then execute it.",
    "twice": "A program may run only once. Execute the code object in one place and remember what happened.",
    "did-not-run": "A program that compiles must really run, once. What executes a code object?",
    "sees-names": "The source could use names of yours. Give exec() a namespace of its own: a new dict.",
    "leaves-names": "The source left a name behind for the next one. Give exec() a new dict on every call.",
    "split": "A file has one namespace. With two dicts, or inside a function, its functions do not find its names.",
    "": "Ask the interpreter for each stage in turn: ast.parse, then compile, then exec.",
}


def _raised(error: BaseException) -> str:
    if issubclass_exactly(type(error), TypeError) and _frames(error) < 2:
        return "arguments"
    if issubclass_exactly(type(error), SyntaxError):
        return "raised-syntax-error"
    return "raised" if issubclass_exactly(type(error), Exception) else "raised-end"


def _frames(error: BaseException) -> int:
    """Frames of the traceback below the guard's own."""
    count, trace = 0, error.__traceback__
    while trace is not None:
        count, trace = count + 1, trace.tb_next
    return count - 1


def _misjudged(expected: str, got: str) -> str:
    if expected == "compile":
        return "missed-compile" if got == "parse" else "half-compile"
    if expected == "parse":
        return "wrong-parse"
    if got in ("parse", "compile"):
        return "not-whole"
    return "never-run" if expected == "run" else ""


def _mistake(expected: str, outcome: Outcome, special: Callable[[str], str | None]) -> str | None:
    """Return the key of the hint, or None when the outcome is as expected."""
    if outcome.raised is not None:
        return _raised(outcome.raised)
    value = outcome.value
    if value is None:
        return "none"
    got = text_of(value)
    if got not in programs.STAGES:
        return "no-word"
    return None if got == expected else special(got) or _misjudged(expected, got)


def _judged(special: Callable[[str], str | None] = lambda got: None) -> Callable[[Trial, Program], Finding | None]:
    def judge(trial: Trial, program: Program) -> Finding | None:
        with trial.guard.quiet():
            expected = fate(program.source)
        outcome = trial.call(trial.answer, program.source, shown=program.source)  # type: ignore[arg-type]
        mistake = _mistake(expected, outcome, special)
        if mistake is None:
            return None
        return Finding(program.source or "(an empty text)", describe(expected), outcome.words(), mistake)

    return judge


def _quietly(make: Callable[[Random], Iterator[Program]]) -> Callable[[Trial], Iterator[Program]]:
    def inputs(trial: Trial) -> Iterator[Program]:
        with trial.guard.quiet():
            made = list(make(trial.random))
        yield from made

    return inputs


def _tells(
    templates: tuple[str, ...], stage: str, special: Callable[[str], str | None] = lambda got: None
) -> Callable[[Trial], Finding | None]:
    inputs = _quietly(programs.programs(templates, stage))

    def check(trial: Trial) -> Finding | None:
        return for_all(lambda _: inputs(trial), _judged(special), smaller)(trial)

    return check


@contextmanager
def _witness() -> Iterator[tuple[Path, str]]:
    """Give a file and the line of source that writes one character to it."""
    with tempfile.TemporaryDirectory(prefix="pymastery-") as folder:
        file = Path(folder, "ran.txt")
        yield file, f"with open({str(file)!r}, 'a') as file: file.write('x')"


def _count_runs(trial: Trial, block: str, expected: str) -> Finding | None:
    with _witness() as (file, line):
        source = f"{line}\n{block}"
        shown = source.replace(str(file), "ran.txt").replace(repr(str(file))[1:-1], "ran.txt")
        trial.call(trial.answer, source, shown=shown)  # type: ignore[arg-type]
        runs = file.stat().st_size if file.exists() else 0
    wanted = 0 if expected in ("parse", "compile") else 1
    if runs == wanted:
        return None
    mistake = "early" if wanted == 0 else "twice" if runs > 1 else "did-not-run"
    return Finding(shown, f"its first line runs {_times(wanted)}", f"its first line ran {_times(runs)}", mistake)


def _times(number: int) -> str:
    return ("no time", "once", "twice")[number] if number < 3 else f"{number} times"


def _runs(stages: tuple[tuple[str, tuple[str, ...]], ...]) -> Callable[[Trial], Finding | None]:
    def check(trial: Trial) -> Finding | None:
        for stage, templates in stages:
            for template in trial.random.sample(templates, 3):
                block = fill(template, trial.random)
                with trial.guard.quiet():
                    expected = fate("pass\n" + block)
                finding = _count_runs(trial, block, expected) if expected == stage else None
                if finding is not None:
                    return finding
        return None

    return check


def _own_names(answer: object) -> list[str]:
    """Names that an answer uses itself, which a source must not see."""
    if type(answer) is not FunctionType:
        return ["stage_of"]
    return [*answer.__code__.co_varnames[:6], answer.__name__]


def _alone(trial: Trial) -> Finding | None:
    for own in _own_names(trial.answer):
        if own.isidentifier():
            finding = _judged(lambda got: "sees-names" if got == "fine" else None)(trial, Program((own,)))
            if finding is not None:
                return finding
    left = programs.name(trial.random)
    trial.call(trial.answer, f"{left} = 1", shown=f"{left} = 1")  # type: ignore[arg-type]
    outcome = trial.call(trial.answer, left, shown=left)  # type: ignore[arg-type]
    mistake = _mistake("run", outcome, lambda got: "leaves-names" if got == "fine" else None)
    shown = f"{left} = 1      # one source\n{left}          # the next source"
    if mistake is not None:
        return Finding(shown, "'run' for the second: the name is unknown", outcome.words(), mistake)
    if type(trial.answer) is FunctionType and left in trial.answer.__globals__:
        del trial.answer.__globals__[left]
        return Finding(f"{left} = 1", "no new name in your notebook", f"the name {left}", "leaves-names")
    return None


def _behaviours() -> tuple[Behaviour, ...]:
    ended = lambda got: "end-as-fine" if got == "fine" else None  # noqa: E731
    misread = lambda got: "run-as-parse" if got in ("parse", "compile") else None  # noqa: E731
    split = lambda got: "split" if got == "run" else None  # noqa: E731
    return (
        Behaviour("parse", "Says 'parse' when the text has no tree.", _tells(programs.PARSE, "parse")),
        Behaviour(
            "compile",
            "Says 'compile' when there is a tree but no code object.",
            _tells(programs.COMPILE, "compile"),
        ),
        Behaviour("run", "Says 'run' when it compiles and an exception ends it.", _tells(programs.RUN, "run")),
        Behaviour("fine", "Says 'fine' when it runs to its end.", _tells(programs.FINE, "fine")),
        Behaviour(
            "late-syntax-error",
            "Says 'run' when a running program raises SyntaxError.",
            _tells(programs.RAISES_SYNTAX_ERROR, "run", misread),
        ),
        Behaviour(
            "every-end",
            "Says 'run' for every exception that ends a program, SystemExit too.",
            _tells(programs.ENDS, "run", ended),
        ),
        Behaviour(
            "nothing-early",
            "Runs nothing of a source that does not compile as a whole.",
            _runs((("parse", programs.PARSE), ("compile", programs.COMPILE))),
        ),
        Behaviour("once", "Runs a program once.", _runs((("run", programs.RUN), ("fine", programs.FINE)))),
        Behaviour("alone", "Gives each source a fresh namespace: no names of yours, none left behind.", _alone),
        Behaviour(
            "one-namespace",
            "Gives a source one namespace, as a file has: its functions find its names.",
            _tells(programs.NEEDS_ONE_NAMESPACE, "fine", split),
        ),
    )


EXERCISES = {
    "stage-of": Exercise(
        id="stage-of",
        title="Which stage refuses it?",
        behaviours=_behaviours(),
        hints=HINTS,
        next="Try it on sources of your own, then read the summary.",
    )
}
