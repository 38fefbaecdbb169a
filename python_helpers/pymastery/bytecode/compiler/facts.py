"""Facts about the stages between a source text and its code object.

Positions are code points: line, column, end line, end column; lines from 1 as the compiler counts
them, columns from 0, the end exclusive. What has no position in the source has None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pymastery.bytecode.comparison import Pair

Span = tuple[int, int, int, int]
"""Line, column, end line, end column."""

FILENAME = "<source text>"
"""What the compiler is told that the text's file is called."""

LIMIT = 20_000
"""Tokens, nodes, scopes, symbols, uses or instructions shown at most, of each."""

STAGES = ("tokens", "tree", "symbols", "code")
"""The stages in their order; each one may refuse the text."""


@dataclass(frozen=True)
class Token:
    """A token as `tokenize` cuts it.

    Attributes:
        kind: Its exact type, such as "NAME", "PLUS", "INDENT" or "COMMENT".
        text: The text, which may be empty.
        span: Where it is; a NEWLINE and what follows the last line end are after the end of a line.
    """

    kind: str
    text: str
    span: Span


@dataclass(frozen=True)
class Node:
    """A node of the abstract syntax tree, in the order of first visit.

    Attributes:
        parent: Index of the node it belongs to, -1 for the root.
        depth: How many nodes are above it.
        field: Its place in the parent, such as "body[0]" or "left"; "" for the root.
        name: Its class, such as "BinOp".
        detail: Its simple fields, and the operators it has, such as "op=Add"; `ctx` is left out.
        span: Where it is, None for a node without a position.
        optimised: What the tree's optimiser puts in its place, "" where it stays as it is.
    """

    parent: int
    depth: int
    field: str
    name: str
    detail: str
    span: Span | None
    optimised: str


@dataclass(frozen=True)
class Symbol:
    """A name of a scope, as the symbol table has it.

    Attributes:
        name: The name; private names of classes as the compiler changes them.
        words: Where it lives, then what is done with it, such as ("local", "assigned").
        uses: Where it occurs in the source, bindings and declarations included.
    """

    name: str
    words: tuple[str, ...]
    uses: tuple[Span, ...]


@dataclass(frozen=True)
class Scope:
    """A block with names of its own, in the order of first visit.

    Attributes:
        parent: Index of the scope around it, -1 for the outermost.
        depth: How many scopes are around it.
        kind: Such as "module", "function", "class" or "annotation".
        name: As the symbol table calls it.
        line: Where it begins; 0 for a module.
        span: The statement or the expression that opens it, None for a module.
        symbols: Its names.
    """

    parent: int
    depth: int
    kind: str
    name: str
    line: int
    span: Span | None
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True)
class Instruction:
    """An instruction that is not assembled yet.

    Attributes:
        name: Such as "BINARY_OP", or one that no code object has, such as "SETUP_FINALLY".
        arg: None where it takes none; for a jump, the index of its target.
        operand: What kind of thing the argument stands for, such as "const" or "local"; "none" for no argument.
        text: What it stands for, "" where that is not known.
        label: Such as "L1" where an instruction refers to it, else "".
        target: The label that it refers to, else "".
        span: The source it was made from.
    """

    name: str
    arg: int | None
    operand: str
    text: str
    label: str
    target: str
    span: Span | None


@dataclass(frozen=True)
class Emitted:
    """The instructions of what becomes one code object.

    Attributes:
        parent: Index of the one it is nested in, -1 for the outermost.
        name: Name of the code object, "" where it cannot be told.
        line: Where it begins, 0 for a module.
        code: Which code object it becomes, an outer one counted before those inside it; -1 where that cannot be
            told.
        instructions: In the order they were emitted.
    """

    parent: int
    name: str
    line: int
    code: int
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True)
class Step:
    """What one stage made of the instructions of another.

    Attributes:
        before: "generated" or "optimised".
        after: "optimised" or "final", which are the code objects.
        pairs: Units by their index, the later one an index of a code object where it is "final". Every
            instruction of both is in one row: first the earlier ones in order, then those that are new. In a row
            of two they are the same where opcode and what the argument stands for are, as far as that is known;
            of a jump, labels are not compared. The optimiser moves code: the later column need not rise.
    """

    before: str
    after: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Refusal:
    """A stage's refusal of the text, in its own words.

    Attributes:
        stage: One of STAGES.
        error: Class of the exception.
        message: What it says.
        line: Where, 0 where it does not say.
        span: Where exactly, None where it does not say.
    """

    stage: str
    error: str
    message: str
    line: int
    span: Span | None


@dataclass(frozen=True)
class Warned:
    """A warning of the compiler.

    Attributes:
        stage: The first stage that gave it.
        category: Class of the warning, such as "SyntaxWarning".
        message: What it says.
        line: Where.
    """

    stage: str
    category: str
    message: str
    line: int


@dataclass(frozen=True)
class Stages:
    """Everything that is shown of one text.

    Attributes:
        filename: What the compiler was told.
        mode: "exec", "eval" or "single".
        lines: The source without line ends; a lone surrogate as U+FFFD.
        tokens: In the order of the source.
        nodes: The tree, the root first.
        scopes: The symbol table, the outermost scope first.
        generated: The instructions before optimisation, None where they cannot be seen.
        optimised: The outermost instructions after the optimiser of the control flow graph, before they
            are assembled; None likewise.
        steps: What optimising and assembling did to the instructions, of units that are shown whole.
        refusals: What the stages that refuse the text say, in the order of the stages.
        warned: The compiler's warnings.
        totals: How many there are of what is cut off: "tokens", "nodes", "scopes", "symbols", "uses",
            "generated" and "optimised"; shown are LIMIT at most.
        notices: Sentences on what is not shown here, and why.
    """

    filename: str
    mode: str
    lines: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    nodes: tuple[Node, ...] = ()
    scopes: tuple[Scope, ...] = ()
    generated: tuple[Emitted, ...] | None = None
    optimised: tuple[Emitted, ...] | None = None
    steps: tuple[Step, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warned: tuple[Warned, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def refused(self) -> str:
        """The first stage that refuses the text, "" where it compiles."""
        return self.refusals[0].stage if self.refusals else ""
