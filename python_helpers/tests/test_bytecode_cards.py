"""The cards of the running interpreter's opcodes, against its own `dis` and `opcode`."""

import dis
import json
import opcode
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pymastery.bytecode import cards
from pymastery.bytecode.cards import Slot, card, names
from pymastery.interpreter import NEWEST, OLDEST

MINOR = sys.version_info[1]
FILES = sorted(Path(cards.__file__).parent.glob("*.json"))
VERSIONS = [(3, minor) for minor in range(OLDEST[1], NEWEST[1] + 1)]
FAMILIES = {base: sorted(forms) for base, forms in getattr(opcode, "_specializations", {}).items()}
FORMS = {form: base for base, forms in FAMILIES.items() for form in forms}
ARGS = (0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 255, 256, 257, 513)
WORDS = 25


def opcodes():
    """Every opcode there is, by name: base, pseudo and specialised."""
    found = dict(dis.opmap)
    found.update(getattr(dis, "_all_opmap", {}))  # 3.11 and later: with the specialised forms
    found.update(getattr(opcode, "_specialized_opmap", {}))  # 3.13 and later
    for name in getattr(dis, "_all_opname", ()):
        assert name.startswith("<") or name in found
    return found


OPCODES = opcodes()


def test_every_opcode_has_a_card_and_no_card_is_of_another_version():
    assert sorted(names()) == sorted(OPCODES)
    assert set(FORMS) <= set(OPCODES)
    assert all(card(name).name == name for name in OPCODES)


def test_families_are_those_of_the_interpreter():
    assert {name: card(name).family for name in names() if card(name).family} == FORMS
    for name in names():
        assert sorted(card(name).specialised) == FAMILIES.get(name, []), name


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_specialised_cards_say_what_they_expect_and_others_do_not(version):
    for name in names(version):
        its = card(name, version)
        texts = (its.family, its.expects, its.deoptimises)
        assert all(texts) or texts == (None, None, None), name
        assert its.family is None or card(its.family, version).family is None, name


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_sentences_are_short_and_no_two_opcodes_have_the_same(version):
    every = [card(name, version) for name in sorted(names(version))]
    for its in every:
        assert 0 < len(its.does.split()) <= WORDS, its
        for sentence in (its.does, its.raises, its.deoptimises):
            assert sentence is None or re.fullmatch(r"[A-Z]\S*( \S+)+\.", sentence), its
        assert its.expects is None or re.fullmatch(r"\S+( \S+)+(?<!\.)", its.expects), its
    same = [does for does, times in Counter(its.does for its in every).items() if times > 1]
    assert not same


# --- the stack picture ---------------------------------------------------------------------------

AT_LEAST_ONE = re.compile("COPY|ROT_N|LIST_APPEND|SET_ADD|MAP_ADD|LIST_EXTEND|SET_UPDATE|DICT_UPDATE|DICT_MERGE")
LEGAL = (
    (AT_LEAST_ONE, lambda arg: arg >= 1),
    (re.compile("SWAP"), lambda arg: arg >= 2),
    (re.compile("RAISE_VARARGS|RERAISE"), lambda arg: arg <= 2),
    (re.compile("BUILD_SLICE"), lambda arg: arg in (2, 3)),
    (re.compile("UNPACK_SEQUENCE_TWO_TUPLE|.*CALL_(NO_KW_)?ISINSTANCE"), lambda arg: arg == 2),
    (re.compile("(PRE)?CALL_(NO_KW_)?(TYPE_1|STR_1|TUPLE_1|LEN|LIST_APPEND)"), lambda arg: arg == 1),
    # the low bit of LOAD_ATTR and LOAD_SUPER_ATTR says that a method is to be called
    (re.compile("LOAD_ATTR_METHOD_.*|LOAD_SUPER_ATTR_METHOD"), lambda arg: arg & 1),
    (re.compile("LOAD_ATTR_(PROPERTY|GETATTRIBUTE|NONDESCRIPTOR).*|LOAD_SUPER_ATTR_ATTR"), lambda arg: not arg & 1),
)
"""The arguments that compiler and specialiser give; bytecodes.c asserts them."""


def legal_args(name):
    tests = [legal for pattern, legal in LEGAL if pattern.fullmatch(name)]
    return [arg for arg in ARGS if all(legal(arg) for legal in tests)]


def size(stack, arg):
    return sum(slot.count(arg) for slot in stack)


def drawn(name, arg, jump):
    """What the card says is added to the stack."""
    its = card(name)
    after = its.jumps if jump and its.jumps is not None else its.after
    return size(after, arg) - size(its.before, arg)


BOTH = (False, True)
WRONG = (
    # PRECALL and CALL divide between them what dis.stack_effect says of both together
    ("PRECALL", (11, 11), BOTH, lambda arg: 0),
    ("CALL", (11, 11), BOTH, lambda arg: -1 - arg),
    # the resumed frame finds the sent value, which the POP_TOP after it drops
    ("RETURN_GENERATOR", (11, 12), BOTH, lambda arg: 1),
    # the value goes to the caller's stack: counted there, not in this frame
    ("RETURN_VALUE", (14, 15), BOTH, lambda arg: -1),
    ("INSTRUMENTED_RETURN_VALUE", (14, 15), BOTH, lambda arg: -1),
    # dis counts to END_FOR, which would drop the rest; the interpreter skips it and drops that itself
    ("FOR_ITER", (12, 13), (True,), lambda arg: -1),
    ("FOR_ITER", (14, 15), (True,), lambda arg: 0),
    ("INSTRUMENTED_FOR_ITER", (14, 15), (True,), lambda arg: 0),
    # takes super, class and self like its siblings, but pushes no NULL: the compiler clears the low bit
    ("LOAD_ZERO_SUPER_ATTR", (12, 13), BOTH, lambda arg: -2),
    # dis does not know it before 3.14; it runs the instruction that it hides
    ("INSTRUMENTED_LINE", (12, 13), BOTH, lambda arg: 0),
    # superinstructions do the work of the next instruction too
    ("LOAD_FAST__LOAD_FAST", (11, 12), BOTH, lambda arg: 2),
    ("LOAD_FAST__LOAD_CONST", (11, 12), BOTH, lambda arg: 2),
    ("LOAD_CONST__LOAD_FAST", (11, 12), BOTH, lambda arg: 2),
    ("STORE_FAST__LOAD_FAST", (11, 12), BOTH, lambda arg: 0),
    ("STORE_FAST__STORE_FAST", (11, 12), BOTH, lambda arg: -2),
    # and so do these, each with the POP_JUMP, the STORE_FAST, the CALL or the POP_TOP that follows
    ("COMPARE_OP_.*_JUMP", (11, 11), BOTH, lambda arg: -2),
    ("BINARY_OP_INPLACE_ADD_UNICODE", (11, 14), BOTH, lambda arg: -2),
    ("PRECALL_(?!ADAPTIVE|BOUND_METHOD|PYFUNC|NO_KW_LIST_APPEND).*", (11, 11), BOTH, lambda arg: -1 - arg),
    ("PRECALL_NO_KW_LIST_APPEND", (11, 11), BOTH, lambda arg: -3),
    ("CALL_(NO_KW_)?LIST_APPEND", (12, 14), BOTH, lambda arg: -3),
    # a generator that returns comes back at END_FOR itself, with its value on the stack
    ("FOR_ITER_GEN", (12, 15), (True,), lambda arg: 1),
)
"""Where dis.stack_effect, or the family's effect, is not what happens: name, minors, on a jump, the true value."""


def told(name, arg, jump):
    """What is added to the stack, by `dis` where it is right."""
    for pattern, (first, last), jumps, effect in WRONG:
        if re.fullmatch(pattern, name) and first <= MINOR <= last and jump in jumps:
            return effect(arg)
    if name in FORMS:
        return told(FORMS[name], arg, jump)
    if name.startswith("INSTRUMENTED_") and MINOR < 14 and name.removeprefix("INSTRUMENTED_") in OPCODES:
        return told(name.removeprefix("INSTRUMENTED_"), arg, jump)  # dis knows few of them before 3.14
    try:
        return dis.stack_effect(OPCODES[name], arg, jump=jump)
    except ValueError:  # up to 3.12, for an opcode that takes no argument
        return dis.stack_effect(OPCODES[name], jump=jump)


@pytest.mark.parametrize("name", sorted(OPCODES))
def test_the_stack_picture_changes_size_as_the_interpreter_says(name):
    args = legal_args(name)
    assert args
    for arg in args:
        for jump in BOTH:
            assert drawn(name, arg, jump) == told(name, arg, jump), (arg, jump)


@pytest.mark.parametrize("pattern", [entry[0] for entry in WRONG])
def test_no_exception_is_made_for_an_opcode_that_is_gone(pattern):
    every = set().union(*map(names, VERSIONS))
    assert any(re.fullmatch(pattern, name) for name in every)


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_times_are_small_expressions_that_give_a_count(version):
    for name in names(version):
        its = card(name, version)
        for slot in (*its.before, *its.after, *(its.jumps or ())):
            assert isinstance(slot, Slot)
            assert slot.name.strip() == slot.name != ""
            if slot.times is None:
                continue
            assert re.fullmatch(r"[arg\d +*&>()-]+", slot.times), name
            for arg in legal_args(name):
                count = eval(slot.times, {}, {"arg": arg})
                assert type(count) is int, name
                assert slot.count(arg) == count >= 0, name


# --- the documentation ---------------------------------------------------------------------------


def test_docs_are_those_of_the_version_and_of_the_family():
    assert card("NOP").docs == f"https://docs.python.org/3.{MINOR}/library/dis.html#opcode-NOP"
    for name, base in FORMS.items():
        assert card(name).docs == card(base).docs == f"https://docs.python.org/3.{MINOR}/library/dis.html#opcode-{base}"
    for name in names():
        its = card(name)
        if name.startswith("INSTRUMENTED_"):
            assert its.docs == "https://docs.python.org/3/library/sys.monitoring.html"
        elif its.family is None:
            assert its.docs is None or its.docs.endswith(f"#opcode-{name}")


# --- the files -----------------------------------------------------------------------------------


def test_a_name_stands_in_one_file_and_its_variants_follow_each_other():
    seen = Counter()
    keys = {"since", "until", "documented", "family", "does", "before", "after", "jumps", "raises"}
    keys |= {"expects", "deoptimises"}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") < 400, path.name
        for name, variants in json.loads(text).items():
            seen[name] += 1
            spans = [(minor(its["since"]), minor(its.get("until", f"3.{NEWEST[1]}"))) for its in variants]
            assert all(OLDEST[1] <= first <= last <= NEWEST[1] for first, last in spans), name
            assert all(above < below for (_, above), (below, _) in pairwise(spans)), name
            assert all("until" in its for its in variants[:-1]), name
            assert all(set(its) <= keys for its in variants), name
            assert all(facts(one) != facts(next_) for one, next_ in pairwise(variants)), name
    assert set(seen.values()) == {1}
    assert set(seen) == set().union(*map(names, VERSIONS))


def minor(version):
    assert re.fullmatch(r"3\.1\d", version)
    return int(version[2:])


def facts(variant):
    return {key: value for key, value in variant.items() if key not in ("since", "until")}


def test_what_is_not_known_has_no_card():
    assert card("LOAD_NOTHING") is None
    assert card("NOP", (3, OLDEST[1] - 1)) is None
    assert card("NOP", (3, NEWEST[1] + 1)) is None
    assert card("PRECALL", (3, 12)) is None
    assert names((2, 12)) == frozenset()
    assert card("COPY", (3, 15)).before[1].count(0) == 0
