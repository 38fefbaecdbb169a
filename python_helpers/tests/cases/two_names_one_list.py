"""One list under two names and inside another: who holds it, and where its pointers lead."""

SURROUNDINGS = True


def layout(pm):
    word = ["one word"]
    pair = (word, word)
    return kept(pm.layout(word), pair)


def kept(view, pair):
    view.payload  # noqa: B018: drawn while the tuple still refers to the list
    del pair
    return view
