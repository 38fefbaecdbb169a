"""The stages of a text → the part of the payload that bytecode.v2.schema.json describes as Stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from pymastery.bytecode.comparison import STATES
from pymastery.bytecode.compiler.facts import Emitted, Node, Scope, Span, Stages, Step, Symbol, Token
from pymastery.packed import pack, wire

SENT_LINES = 30_000
"""Lines sent at most; what is at a later one has no place."""

SENT_SCOPES = 3_000
"""Scopes sent at most: each is an object of JSON, and a viewer refuses a payload of too many values."""

SENT_SYMBOLS = 6_000
"""Symbols sent at most, all scopes together."""

_NOWHERE = (0, 0, 0, 0)


def stages_payload(stages: Stages) -> dict[str, Any]:
    """Return the JSON-ready stages; where fewer are sent than there are, `totals` says how many there are."""
    texts = _Texts()
    return {
        "mode": stages.mode,
        "lines": list(stages.lines[:SENT_LINES]),
        "tokens": _tokens(stages.tokens, texts),
        "nodes": _nodes(stages.nodes, texts),
        "scopes": _scopes(stages.scopes),
        "generated": _emitted(stages.generated, texts),
        "optimised": _emitted(stages.optimised, texts),
        "operands": _operands(stages),
        "steps": [_step(step) for step in stages.steps],
        "refusals": [
            {
                "stage": refusal.stage,
                "error": refusal.error,
                "message": refusal.message,
                "line": refusal.line,
                "span": _spans([refusal.span]),
            }
            for refusal in stages.refusals
        ],
        "warned": [
            {"stage": warned.stage, "category": warned.category, "message": warned.message, "line": warned.line}
            for warned in stages.warned
        ],
        "totals": dict(stages.totals),
        "texts": texts.all(),
    }


class _Texts:
    """The table of texts, each once, the empty one first."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {"": 0}

    def column(self, texts: Iterable[str]) -> str:
        """A column of indexes into the table."""
        places = self._places
        return _column(places.setdefault(text, len(places)) for text in texts)

    def all(self) -> list[str]:
        return list(self._places)


def _column(numbers: Iterable[int]) -> str:
    return wire(pack(numbers))


def _spans(spans: Iterable[Span | None]) -> str:
    return _column(chain.from_iterable(_sent(span) for span in spans))


def _sent(span: Span | None) -> Span:
    # the end of the text is at the start of the line after the last one
    return _NOWHERE if span is None or span[2] > SENT_LINES + 1 else span


def _tokens(tokens: Sequence[Token], texts: _Texts) -> dict[str, str]:
    return {
        "kind": texts.column(token.kind for token in tokens),
        "text": texts.column(token.text for token in tokens),
        "span": _spans(token.span for token in tokens),
    }


def _nodes(nodes: Sequence[Node], texts: _Texts) -> dict[str, str]:
    return {
        "parent": _column(node.parent for node in nodes),
        "field": texts.column(node.field for node in nodes),
        "name": texts.column(node.name for node in nodes),
        "detail": texts.column(node.detail for node in nodes),
        "optimised": texts.column(node.optimised for node in nodes),
        "span": _spans(node.span for node in nodes),
    }


def _scopes(scopes: Sequence[Scope]) -> list[dict[str, Any]]:
    room = SENT_SYMBOLS
    sent = []
    for scope in scopes[:SENT_SCOPES]:
        symbols = scope.symbols[:room]
        room -= len(symbols)
        sent.append(
            {
                "parent": scope.parent,
                "kind": scope.kind,
                "name": scope.name,
                "line": scope.line,
                "span": _spans([scope.span]),
                "symbols": [_symbol(symbol) for symbol in symbols],
            }
        )
    return sent


def _symbol(symbol: Symbol) -> dict[str, Any]:
    return {"name": symbol.name, "words": list(symbol.words), "uses": _spans(symbol.uses)}


def _emitted(units: Sequence[Emitted] | None, texts: _Texts) -> list[dict[str, Any]] | None:
    return None if units is None else list(_each(units, texts))


def _each(units: Sequence[Emitted], texts: _Texts) -> Iterator[dict[str, Any]]:
    for unit in units:
        instructions = unit.instructions
        yield {
            "parent": unit.parent,
            "name": unit.name,
            "line": unit.line,
            "opcode": texts.column(each.name for each in instructions),
            "arg": _column(-1 if each.arg is None else each.arg for each in instructions),
            "text": texts.column(each.text for each in instructions),
            "label": texts.column(each.label for each in instructions),
            "target": texts.column(each.target for each in instructions),
            "span": _spans(each.span for each in instructions),
        }


def _operands(stages: Stages) -> dict[str, str]:
    """Opcode → what its argument stands for, of all that are not assembled yet."""
    units = (*(stages.generated or ()), *(stages.optimised or ()))
    return {each.name: each.operand for unit in units for each in unit.instructions}


def _step(step: Step) -> dict[str, str]:
    states = {state: number for number, state in enumerate(STATES)}
    rows = ((row.left, row.right, states[row.state]) for pair in step.pairs for row in pair.rows)
    return {
        "before": step.before,
        "after": step.after,
        "pairs": _column(chain.from_iterable((pair.left, pair.right, len(pair.rows)) for pair in step.pairs)),
        "rows": _column(chain.from_iterable(rows)),
    }
