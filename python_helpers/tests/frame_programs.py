"""Bodies of functions and generators, generated, with values left on the stack in many ways."""

from hypothesis import strategies as st

NAMES = ["one", "two", "three"]
VALUES = ["[]", "'a b'", "None", "257", "(one, 5)", "[two]", "print", "len", "lambda: three"]
EXPRESSIONS = st.recursive(
    st.sampled_from([*NAMES, *VALUES, *["(yield)", "(yield one)"] * 4]),
    lambda inner: st.one_of(
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("same({}, {}, named={})".format, inner, inner, inner),
        st.builds("{{'key': {}, 2: {}}}".format, inner, inner),
        st.builds("same.__call__({})".format, inner),
    ),
    max_leaves=6,
)
BLOCKS = [
    "for {name} in [1, 2]:\n    {body}",
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    {body}",
    "with manager() as {name}:\n    {body}",
    "try:\n    pass\nfinally:\n    {body}",
    "for {name} in {{'a': 1}}.items():\n    {body}",
    "if same(1):\n    {body}",
]
STATEMENTS = st.recursive(
    st.one_of(
        st.builds("{} = {}".format, st.sampled_from(NAMES), EXPRESSIONS),
        EXPRESSIONS,
        st.builds("{} = None; del {}".format, st.just("two"), st.just("two")).map(lambda text: text + "; two = 1"),
    ),
    lambda inner: st.builds(
        lambda block, name, body: block.format(name=name, body=body.replace("\n", "\n    ")),
        st.sampled_from(BLOCKS),
        st.sampled_from(NAMES),
        inner,
    ),
    max_leaves=4,
)


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def same(*args, **named):
    return [args, named]


def function_from(statements, **names):
    """A function of one argument with these statements; `names` are further globals."""
    body = "\n".join(statements).replace("\n", "\n    ")
    space = {"same": same, "manager": Manager, **names}
    exec(compile(f"def made(one, two=7, *three):\n    {body}", "<made>", "exec"), space)
    return space["made"]
