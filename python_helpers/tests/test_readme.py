"""The README's Python runs as it stands."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def test_every_python_snippet_runs_and_every_view_has_three_forms():
    snippets = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert snippets
    for snippet in snippets:
        namespace = {}
        *_, last = statements = snippet.split("\n\n\n")
        exec(compile(snippet, "README.md", "exec"), namespace)
        for line in last.strip().splitlines():
            view = eval(line.split("#")[0], namespace)
            assert len(view._repr_mimebundle_()) == 3
        assert len(statements) >= 2
