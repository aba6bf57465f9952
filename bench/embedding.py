"""What packages would cost in place of our own cutting and writing in nlp/e5, in turn in fresh processes.

Those of sentencepiece, tokenizers and onnx that are installed are measured; we need none of them.
"""

import importlib
import importlib.util
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from content.packs import load  # noqa: E402
from nlp import e5  # noqa: E402
from nlp.e5 import pieces  # noqa: E402
from nlp.e5.graph import build  # noqa: E402
from nlp.e5.parcel import Parcel, TokenVocabulary  # noqa: E402
from nlp.embedding import trim  # noqa: E402
from nlp.version import rows  # noqa: E402

encoder = importlib.import_module("nlp.e5.encoder")  # in the package a function has its name

PACKAGES = ("sentencepiece", "tokenizers", "onnx")
ROUNDS = 5
TIMED = 250  # texts that are embedded in a round
FIGURES = ("start", "rss", "p50", "p95")

Cut = Callable[[str], list[int]]


def main() -> None:
    found = [name for name in PACKAGES if importlib.util.find_spec(name)]
    texts = list(dict.fromkeys(trim(text) for text, _ in rows(load())))
    with tempfile.TemporaryDirectory(prefix="linbao-e5-") as folder:
        write(Path(folder), found)
        Path(folder, "texts.json").write_text(json.dumps(texts))
        seen: dict[str, list[Any]] = {name: [] for name in ("ours", *found)}
        for _ in range(ROUNDS):
            for name, each in seen.items():
                each.append(alone(name, folder))
    report(texts, seen)


def report(texts: Sequence[str], seen: dict[str, list[Any]]) -> None:
    own = seen["ours"][0]["pieces"]
    for name, each in seen.items():
        figures = {key: round(statistics.median(one[key] for one in each), 2) for key in FIGURES}
        other = sum(a != b for a, b in zip(own, each[0]["pieces"], strict=True))
        print(json.dumps({"with": name, **figures, "cut otherwise": other, "of": len(texts)}))


def alone(name: str, folder: str) -> Any:
    command = [sys.executable, __file__, name, folder]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def one(name: str, folder: Path) -> None:
    """Load with a package in place of ours, then embed."""
    import onnxruntime  # noqa: F401  # of either way

    texts = json.loads((folder / "texts.json").read_text())
    file = e5.path()
    assert file is not None
    before, began = resident(), time.perf_counter()
    if name == "onnx":
        encoder.build = written_again
    elif name != "ours":
        encoder.Pieces = lambda known: other(name, folder, known)
    embed = encoder.Encoder(file)
    embed("近期计划从外地回来,应该怎么报备")
    start, rss = time.perf_counter() - began, resident() - before
    spent = sorted(timed(embed, text) for text in texts[:: max(1, len(texts) // TIMED)])
    figures = {"start": start, "rss": rss, "p50": at(spent, 0.5), "p95": at(spent, 0.95)}
    print(json.dumps({**figures, "pieces": [embed._pieces("query: " + text) for text in texts]}))


def timed(embed: Any, text: str) -> float:
    began = time.perf_counter()
    embed(text)
    return (time.perf_counter() - began) * 1000


def at(spent: Sequence[float], part: float) -> float:
    return spent[int(len(spent) * part)]


def resident() -> float:
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024


def written_again(parcel: Parcel) -> bytes:
    """Pass the graph through the package: the least that building it there would take."""
    import onnx

    return bytes(onnx.load_model_from_string(build(parcel)).SerializeToString())


def other(name: str, folder: Path, known: TokenVocabulary) -> Cut:
    """Cut by a package; what is respelled before stays ours, in the wheel it is a table."""
    respelled = str.maketrans({chr(sign): text for sign, text in known.respelled.items()})
    cut = sentencepiece(folder) if name == "sentencepiece" else tokenizers(folder)

    def make(text: str) -> list[int]:
        return [known.begin, *cut(pieces._SPACES.sub(" ", text.translate(respelled))), known.end]

    return make


def sentencepiece(folder: Path) -> Cut:
    import sentencepiece as package

    cut: Cut = package.SentencePieceProcessor(model_file=str(folder / "sentencepiece")).encode
    return cut


def tokenizers(folder: Path) -> Cut:
    import tokenizers as package

    model = package.Tokenizer.from_file(str(folder / "tokenizers"))
    return lambda text: list(model.encode(text, add_special_tokens=False).ids)


def write(folder: Path, found: Sequence[str]) -> None:
    """Write the wheel's vocabulary as the packages want it."""
    file = e5.path()
    assert file is not None
    known = Parcel(file).vocabulary
    raw, ends = known.pieces.tobytes(), known.ends.tolist()
    scored = [
        (raw[start:end].decode(), float(score))
        for start, end, score in zip(ends, ends[1:], known.scores, strict=False)
    ]
    if "sentencepiece" in found:
        (folder / "sentencepiece").write_bytes(as_sentencepiece(scored, known))
    if "tokenizers" in found:
        from tokenizers import Tokenizer, models, pre_tokenizers

        model = Tokenizer(models.Unigram(scored, unk_id=known.unknown, byte_fallback=False))
        model.pre_tokenizer = pre_tokenizers.Metaspace()
        model.save(str(folder / "tokenizers"), pretty=False)


def as_sentencepiece(scored: Sequence[tuple[str, float]], known: TokenVocabulary) -> bytes:
    from sentencepiece import sentencepiece_model_pb2 as protocol

    model = protocol.ModelProto()
    for number, (piece, score) in enumerate(scored):
        kind = 2 if number == known.unknown else 3 if number in (known.begin, known.end) else 1
        model.pieces.add(piece=piece, score=score, type=kind)
    model.trainer_spec.model_type = 1
    model.trainer_spec.bos_id, model.trainer_spec.eos_id = known.begin, known.end
    model.trainer_spec.unk_id, model.trainer_spec.pad_id = known.unknown, 1
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.remove_extra_whitespaces = False
    return bytes(model.SerializeToString())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
