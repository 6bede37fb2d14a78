"""The drawing of the rooms in docs/architecture.md, made from the layers and from every import.

``python -m tests.layers`` draws it anew; ``tests/test_architecture.py`` holds it true.
"""

import ast
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "layers.svg"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- Drawn by bin/pictures layers: -->\n", "<!-- until here. -->"

ROW, GAP, LEFT, BOX, COLUMN = 52, 14, 16, 640, 34
"""Measures: a row's height, the air below it, the margin, a row's width, a column's."""

STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #22262b }
  .name { font-weight: 600 }
  .quiet { fill: #5c6066; font-size: 12px }
  .room { fill: #fbf8f1; stroke: #b9b2a3 }
  .ground { fill: #fffdf8 }
  .uses { fill: #0f6b63 }
  .grid { stroke: #e4ddcd }
  @media (prefers-color-scheme: dark) {
    text { fill: #ece7dc } .quiet { fill: #a8a396 }
    .room { fill: #23262a; stroke: #5c6066 } .ground { fill: #181a1d }
    .uses { fill: #5fc4b8 } .grid { stroke: #34383d }
  }
"""

HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-labelledby="title what">
<title id="title">The rooms, and what each uses</title>
<desc id="what">Rooms from the top down. A dot says that the room of its row imports the room of its
 column; none is left of the room's own place.</desc>
<style>STYLE</style>
<rect class="ground" width="{width}" height="{height}"/>""".replace(
    "STYLE", STYLE.replace("{", "{{").replace("}", "}}")
)


@cache
def layers() -> list[list[str]]:
    """Return the rooms that stand beside each other, from the top down, as pyproject.toml says."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    rows = contracts["contracts"][0]["layers"]
    return [[room.strip() for room in row.split("|")] for row in rows]


def rooms() -> list[str]:
    return list(chain.from_iterable(layers()))


def title(room: str) -> str:
    """Return the first sentence of what a room says of itself."""
    source = (ROOT / room.replace(".", "/") / "__init__.py").read_text()
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0].rstrip(".")


@cache
def uses() -> dict[str, set[str]]:
    """Return, for each room, the other rooms that any of its modules imports."""
    return {room: _imported(room) & set(rooms()) - {room} for room in rooms()}


def _imported(room: str) -> set[str]:
    files = (ROOT / room.replace(".", "/")).rglob("*.py")
    trees = (ast.parse(file.read_text()) for file in files if "migrations" not in file.parts)
    names = (name for tree in trees for node in ast.walk(tree) for name in _named(node))
    return {".".join(name.split(".")[:length]) for name in names for length in (1, 2)}


def _named(node: ast.AST) -> list[str]:
    """Return what an import names: as far as it may be a room, or lie in one."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def drawing() -> str:
    """Return the SVG: rooms in their layers, and beside each a dot for every room it uses."""
    width = LEFT * 3 + BOX + COLUMN * len(rooms())
    height = 150 + len(rooms()) * (ROW + GAP)
    column = {room: LEFT * 2 + BOX + COLUMN * n + COLUMN // 2 for n, room in enumerate(rooms())}
    parts = [HEAD.format(width=width, height=height)]
    parts += [_heading(room, x + 4) for room, x in column.items()]
    y = 140
    for row in layers():
        parts += _band(row, y)
        for room in row:
            parts += _room(room, y, column)
            y += ROW + GAP // 3
        y += GAP
    return "\n".join([*parts, "</svg>", ""])


def _short(room: str) -> str:
    return room.removeprefix("changeprog.")


def _heading(room: str, x: int) -> str:
    turned = f'transform="translate({x} 126) rotate(-60)"'
    return f'<text class="quiet" {turned}>{_short(room)}</text>'


def _band(row: list[str], y: int) -> list[str]:
    height = len(row) * (ROW + GAP // 3) - GAP // 3
    return [f'<rect class="room" x="{LEFT}" y="{y}" width="{BOX}" height="{height}" rx="8"/>']


def _room(room: str, y: int, column: dict[str, int]) -> list[str]:
    end = max(column.values()) + COLUMN // 2
    middle = y + ROW // 2
    return [
        f'<text class="name" x="{LEFT * 2}" y="{y + 22}">{_short(room)}</text>',
        f'<text class="quiet" x="{LEFT * 2}" y="{y + 40}">{title(room)}</text>',
        f'<path class="grid" d="M{LEFT * 2 + BOX} {middle}H{end}"/>',
        *(
            f'<circle class="uses" cx="{column[used]}" cy="{middle}" r="6"/>'
            for used in rooms()
            if used in uses()[room]
        ),
    ]


def table() -> str:
    """Return the same as a table, for whoever reads rather than looks."""
    lines = ["| room | what | uses |", "|---|---|---|"]
    for room in rooms():
        used = [_short(other) for other in rooms() if other in uses()[room]]
        lines.append(f"| `{room}` | {title(room)} | {', '.join(used) or 'nothing'} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return docs/architecture.md with the table as it is today."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PICTURE.write_text(drawing())
    PAGE.write_text(page())
