"""Reading packs, with every mistake named at once: file, line, and what is wrong there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from core.forms import FormSpec
from core.library import Entry, Library, Pack, PackInfo, Programme, Rule
from core.trouble import Trouble

PACKS = Path(__file__).parent / "packs"

Model = TypeVar("Model", bound=BaseModel)
Steps = tuple[str | int, ...]


class ContentError(Trouble):
    """Everything wrong with the content, one line each."""


class _Reader:
    """Reads files and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def open(self, path: Path) -> Any:
        if not path.exists():
            return None
        try:
            return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.problems.append(f"{_short(path)}: {' '.join(str(error).split())}")
            return None

    def one(self, model: type[Model], path: Path) -> Model | None:
        given = self.open(path)
        if given is None:
            return None
        try:
            return model.model_validate(given)
        except ValidationError as error:
            self._explain(error, path, ())
            return None

    def many(self, model: type[Model], path: Path, key: str) -> list[Model]:
        found = []
        for index, row in enumerate((self.open(path) or {}).get(key, [])):
            try:
                found.append(model.model_validate(row))
            except ValidationError as error:
                self._explain(error, path, (key, index))
        return found

    def form(self, path: Path) -> FormSpec | None:
        """Read one form, and hold its parts against each other."""
        found = self.one(FormSpec, path)
        if found is not None:
            self._name(list(found.mistakes()), path, ())
        return found

    def _explain(self, error: ValidationError, path: Path, start: Steps) -> None:
        found = error.errors(include_input=False, include_url=False)
        self._name([(each["loc"], each["msg"]) for each in found], path, start)

    def _name(self, mistakes: Sequence[tuple[Steps, str]], path: Path, start: Steps) -> None:
        """Name each mistake with its line; the file is read once more for the lines."""
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader) if mistakes else None
        for loc, problem in mistakes:
            where = root
            for step in (*start, *loc):
                where = _child(where, step) or where
            line = where.start_mark.line + 1 if where else 1
            name = ".".join(str(step) for step in loc)
            self.problems.append(f"{_short(path)}:{line}: {name}: {problem}")


def load(wanted: Sequence[str] | None = None, folder: Path = PACKS) -> Library:
    """Read the packs named, or all that are switched on.  Raises ContentError."""
    reader = _Reader()
    packs = list(_read(reader, folder, wanted))
    if wanted:
        known = {pack.info.name for pack in packs}
        reader.problems += [f"content.packs: there is no pack {n!r}" for n in set(wanted) - known]
    reader.problems += _twice(packs)
    if reader.problems:
        raise ContentError("\n".join(reader.problems))
    return Library(packs)


def _read(reader: _Reader, folder: Path, wanted: Sequence[str] | None) -> Iterator[Pack]:
    for home in sorted(path.parent for path in folder.glob("*/pack.yaml")):
        info = reader.one(PackInfo, home / "pack.yaml")
        if info is None or not (info.name in wanted if wanted else info.on):
            continue
        utterances = reader.open(home / "intents.yaml")
        titles = reader.open(home / "titles.yaml")
        forms = [reader.form(path) for path in sorted((home / "forms").glob("*.yaml"))]
        yield Pack(
            info=info,
            utterances=utterances or {},
            titles=titles or {},
            entries=reader.many(Entry, home / "knowledge.yaml", "entries"),
            rules=_timelines(reader, home / "rules.yaml"),
            programmes=reader.many(Programme, home / "programmes.yaml", "programmes"),
            forms=[form for form in forms if form],
        )


def _timelines(reader: _Reader, path: Path) -> list[Rule]:
    """Read a pack's rules; those of one topic must follow each other day by day."""
    rules = reader.many(Rule, path, "rules")
    lines: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        lines[rule.topic, rule.area, rule.who.model_dump_json()].append(rule)
    for line in lines.values():
        line.sort(key=lambda rule: rule.effective.from_ or date.min)
        for before, after in pairwise(line):
            if problem := _seam(before, after):
                reader.problems.append(f"{_short(path)}: {problem}")
    return rules


def _seam(before: Rule, after: Rule) -> str | None:
    """Return what is wrong where one rule gives way to the next."""
    end, start = before.effective.to, after.effective.from_
    names = f"rules {before.id!r} and {after.id!r} of topic {before.topic!r}"
    if end is None or start is None or start <= end:
        return f"{names} overlap: {end or 'open'} and {start or 'open'}"
    if start - end > timedelta(days=1):
        return f"{names} leave a hole between {end} and {start}"
    return None


def _twice(packs: list[Pack]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for pack in packs:
        named = [("entry", e.id) for e in pack.entries]
        named += [("rule", r.id) for r in pack.rules]
        named += [("form", f.id) for f in pack.forms]
        named += [("form word", word) for f in pack.forms for word in f.start.words]
        named += [("programme", p.id) for p in pack.programmes]
        for thing in named:
            if thing in seen:
                yield f"{thing[0]} {thing[1]!r} is in two places: {seen[thing]}, {pack.info.name}"
            seen[thing] = pack.info.name


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _short(path: Path) -> str:
    return str(path.relative_to(path.parents[3])) if len(path.parents) > 3 else str(path)
