"""Names and text outside ASCII before an expression: columns count characters, the compiler counts bytes."""


def größe(ширина, 高さ):
    π = 3.14159; fläche = ширина * 高さ; return f"größe «{fläche:.2f} m²» 🐍 {π!r}" + str(ширина)


def bytecode(pm):
    return pm.bytecode(größe)
