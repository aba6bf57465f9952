"""Reading packs, with every mistake named at once: file, line, and what is wrong there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ValidationError

from core import mistakes
from core.chains import ChainSpec, DeciderSpec
from core.forms import FormSpec
from core.library import Entry, Library, Pack, PackInfo, Programme, Rule
from core.menu import MenuSpec
from core.place import FactSpec
from core.things import ThingSpec
from core.triage import TriageSpec
from core.trouble import Trouble

PACKS = Path(__file__).parent / "packs"

Model = TypeVar("Model", bound=BaseModel)
Dated = TypeVar("Dated", Entry, Rule)
Steps = tuple[str | int, ...]
Look = Callable[["_Reader", Path, Sequence[Dated]], Iterable[tuple[Dated, str]]]
# Days meet days: in which zone they are compared makes no difference.
ZONE = ZoneInfo("Asia/Shanghai")
BEGINNING = datetime.min.replace(tzinfo=ZONE)


class ContentError(Trouble):
    """Everything wrong with the content, one line each."""


class _Loader(yaml.CSafeLoader):
    """Reads what is said in many places as one and the same text: a region, a publisher, a key."""

    def __init__(self, text: str, met: dict[str, str]) -> None:
        super().__init__(text)
        self.met = met


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    text = str(loader.construct_scalar(node))
    return loader.met.setdefault(text, text)


_Loader.add_constructor("tag:yaml.org,2002:str", _text)


class _Reader:
    """Reads files and gathers what is wrong with them.

    What is wrong with rules and entries is kept apart: the old ones can stay.
    """

    def __init__(self) -> None:
        self._met: dict[str, str] = {}
        self.problems: list[str] = []
        self.spared: list[str] = []

    def open(self, path: Path) -> Any:
        if not path.exists():
            return None
        try:
            loader = _Loader(path.read_text("utf-8"), self._met)
            try:
                return loader.get_single_data()
            finally:
                loader.dispose()
        except UnicodeDecodeError:
            self.problems.append(f"{_short(path)}: 这个文件不是 UTF-8 编码，请另存为 UTF-8")
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            self.problems.append(f"{_short(path)}{line}: {mistakes.NOT_YAML}")
            return None

    def one(self, model: type[Model], path: Path) -> Model | None:
        given = self.open(path)
        if given is None:
            return None
        try:
            return model.model_validate(given)
        except ValidationError as error:
            self._explain(error, model, path, ())
            return None

    def dated(
        self, model: type[Dated], path: Path, key: str, look: "Look[Dated]"
    ) -> tuple[list[Dated], bool]:
        """Read rules or entries; return those that are right, and whether that is all of them."""
        before, self.problems = self.problems, []
        found = self.many(model, path, key)
        wrong: list[tuple[Dated, str]] = list(look(self, path, found))
        named = [*self.problems, *(problem for _, problem in wrong)]
        self.problems = before
        self.spared += named
        unfit = [piece for piece, _ in wrong]
        return [piece for piece in found if piece not in unfit], not named

    def line(self, path: Path, key: str, name: str) -> int:
        """Return the line on which the piece of this id begins."""
        rows = _child(yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader), key)
        for row in rows.value if isinstance(rows, yaml.SequenceNode) else ():
            found = _child(row, "id")
            if isinstance(found, yaml.ScalarNode) and found.value == name:
                return int(row.start_mark.line) + 1
        return 1

    def many(self, model: type[Model], path: Path, key: str) -> list[Model]:
        found = []
        for index, row in enumerate((self.open(path) or {}).get(key, [])):
            try:
                found.append(model.model_validate(row))
            except ValidationError as error:
                self._explain(error, model, path, (key, index))
        return found

    def form(self, path: Path) -> FormSpec | None:
        """Read one form, and hold its parts against each other."""
        found = self.one(FormSpec, path)
        if found is not None:
            self._name(list(found.mistakes()), path, ())
        return found

    def triage(self, path: Path) -> TriageSpec | None:
        """Read what is said to whoever is unwell, and hold its lines against its signs."""
        found = self.one(TriageSpec, path)
        self.problems += [f"{_short(path)}: {one}" for one in found.mistakes()] if found else []
        return found

    def _explain(
        self, error: ValidationError, model: type[BaseModel], path: Path, start: Steps
    ) -> None:
        found = error.errors(include_input=False, include_url=False)
        self._name([(each["loc"], mistakes.sentence(each, model)) for each in found], path, start)

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


def load(
    wanted: Sequence[str] | None = None,
    folder: Path = PACKS,
    *,
    area: str = "",
    spare: bool = False,
) -> Library:
    """Read the packs named, or all that are switched on and meant for this area.

    Raises ContentError.  With `spare`, mistakes in rules and entries are not
    raised: the library names them, and goes without that entry, or that pack's rules.
    """
    reader = _Reader()
    packs = list(_read(reader, folder, wanted, area))
    if wanted:
        known = {pack.info.name for pack in packs}
        reader.problems += [f"content.packs: 没有叫 {n} 的内容包" for n in set(wanted) - known]
    reader.problems += _twice(packs)
    if reader.problems or (reader.spared and not spare):
        raise ContentError("\n".join([*reader.problems, *reader.spared]))
    return Library(packs, reader.spared)


def _is_wanted(info: PackInfo, wanted: Sequence[str] | None, area: str) -> bool:
    if wanted:
        return info.name in wanted
    # A community that has not said where it is takes what is for the whole country.
    return info.on and area.startswith(info.area)


def _read(reader: _Reader, folder: Path, wanted: Sequence[str] | None, area: str) -> Iterator[Pack]:
    homes = sorted(path.parent for path in folder.glob("*/pack.yaml"))
    facts = _all_facts(homes)
    for home in homes:
        info = reader.one(PackInfo, home / "pack.yaml")
        if info is None or not _is_wanted(info, wanted, area):
            continue
        look = partial(_unknown, facts)
        entries, all_entries = reader.dated(Entry, home / "knowledge.yaml", "entries", look)
        rules, all_rules = reader.dated(Rule, home / "rules.yaml", "rules", _seams)
        utterances = reader.open(home / "intents.yaml")
        titles = reader.open(home / "titles.yaml")
        forms = [reader.form(path) for path in sorted((home / "forms").glob("*.yaml"))]
        yield Pack(
            info=info,
            utterances=utterances or {},
            titles=titles or {},
            entries=entries,  # an answer stands alone …
            rules=rules if all_rules else [],  # … a rule only with what comes before and after
            programmes=reader.many(Programme, home / "programmes.yaml", "programmes"),
            forms=[form for form in forms if form],
            chains=reader.many(ChainSpec, home / "chains.yaml", "chains"),
            deciders=reader.many(DeciderSpec, home / "chains.yaml", "deciders"),
            facts=reader.many(FactSpec, home / "facts.yaml", "facts"),
            things=reader.many(ThingSpec, home / "things.yaml", "things"),
            triage=reader.triage(home / "triage.yaml"),
            menu=reader.one(MenuSpec, home / "menu.yaml"),
            broken=[n for n, whole in (("entry", all_entries), ("rule", all_rules)) if not whole],
        )


def _all_facts(homes: Iterable[Path]) -> set[str]:
    """Return the names of all facts there are, also in packs that are off: entries may name them."""
    quiet = _Reader()  # whoever reads the pack itself names what is wrong with it
    found = (quiet.many(FactSpec, home / "facts.yaml", "facts") for home in homes)
    return {fact.name for facts in found for fact in facts}


def _unknown(
    facts: Collection[str], reader: _Reader, path: Path, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, str]]:
    """Yield which entries name a fact of the place that there is not."""
    for entry in entries:
        for name in (one for one in entry.facts if one not in facts):
            line = reader.line(path, "entries", entry.id)
            said = f"{_short(path)}:{line}: {entry.id}: 没有叫 {name} 的本地信息（facts.yaml）"
            yield entry, said


def _seams(reader: _Reader, path: Path, rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """Yield where the rules of one topic do not follow each other without a hole."""
    lines: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        lines[rule.topic, rule.area, rule.who.model_dump_json()].append(rule)
    for line in lines.values():
        line.sort(key=lambda rule: rule.effective.moments(ZONE)[0] or BEGINNING)
        for before, after in pairwise(line):
            if problem := _seam(before, after):
                number = reader.line(path, "rules", after.id)
                yield after, f"{_short(path)}:{number}: {problem}"


def _seam(before: Rule, after: Rule) -> str | None:
    """Return what is wrong where one rule gives way to the next."""
    end, start = before.effective.moments(ZONE)[1], after.effective.moments(ZONE)[0]
    last, first = before.effective.to, after.effective.from_
    names = f"“{before.topic}”的规定 {before.id} 和 {after.id}"
    if end is None or start is None or start < end:
        return f"{names} 日期重叠：{last or '没有写到哪天'} 和 {first or '没有写从哪天'}"
    return f"{names} 之间空着：{last} 到 {first}" if start > end else None


def _twice(packs: list[Pack]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for pack in packs:
        named = [("知识", e.id) for e in pack.entries]
        named += [("规定", r.id) for r in pack.rules]
        named += [("表单", f.id) for f in pack.forms]
        named += [("表单的说法", word) for f in pack.forms for word in f.start.words]
        named += [("随访方案", p.id) for p in pack.programmes]
        named += [("告诉谁的次序", chain.kind) for chain in pack.chains]
        named += [("表单定的人", one.decides) for one in pack.deciders]
        named += [("公众号的菜单", "menu.yaml")] if pack.menu else []
        named += [("不舒服先说什么", "triage.yaml")] if pack.triage else []
        named += [("本地信息", fact.name) for fact in pack.facts]
        named += [("事物的叫法", w) for t in pack.things for w in (t.name, *t.called)]
        named += [("本地信息的叫法", word) for fact in pack.facts for word in fact.called]
        for thing in named:
            if thing in seen:
                yield f"{thing[0]} {thing[1]} 写在两处：{seen[thing]}、{pack.info.name}"
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
