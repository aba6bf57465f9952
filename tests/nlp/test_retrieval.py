import time

import pytest

from core.library import Library
from nlp.retrieval import Retrieval, known_questions
from nlp.words import Words

SOME = 4  # of so many shipped entries one is asked: all of them take a minute

QUESTIONS = {
    "mask": ["口罩多久换一次", "一个口罩能戴几天"],
    "site": ["附近哪里做核酸", "核酸采样点在什么地方"],
    "home": ["居家隔离可以出门扔垃圾吗", "隔离期间能下楼吗"],
}


@pytest.mark.parametrize(
    ("text", "key"),
    [("口罩要多久换", "mask"), ("去哪儿做核酸检测", "site"), ("居家隔离能不能下楼", "home")],
)
def test_the_nearest_question_comes_first(words: Words, text: str, key: str) -> None:
    assert Retrieval(QUESTIONS, words).nearest(text, 3)[0].key == key


def test_the_very_question_is_certain(words: Words) -> None:
    assert Retrieval(QUESTIONS, words).nearest("口罩多久换一次", 1)[0].score > 0.95


def test_scores_are_between_0_and_1_and_fall(words: Words) -> None:
    scores = [match.score for match in Retrieval(QUESTIONS, words).nearest("核酸隔离口罩", 3)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_what_shares_nothing_is_not_found(words: Words) -> None:
    assert Retrieval({"mask": ["口罩"]}, words).nearest("qwerty", 3) == []


@pytest.mark.parametrize("text", ["", "😀", "\u200b"])
def test_an_empty_text_finds_nothing_sure(words: Words, text: str) -> None:
    assert all(match.score < 0.5 for match in Retrieval(QUESTIONS, words).nearest(text, 3))


def test_no_questions_no_matches(words: Words) -> None:
    assert Retrieval({}, words).nearest("口罩", 3) == []


def test_an_answer_helps_to_find_its_question(words: Words) -> None:
    notes = {"home": "垃圾装袋放门口,由工作人员上门收走"}
    found = Retrieval(QUESTIONS, words, notes=notes).nearest("工作人员什么时候上门收走垃圾", 1)

    assert found[0].key == "home"


def test_a_boosted_entry_goes_ahead(words: Words) -> None:
    plain = Retrieval({"a": ["口罩多久换"], "b": ["口罩多久换"]}, words, boost={"a": 0.5})

    assert [match.key for match in plain.nearest("口罩多久换", 2)] == ["b", "a"]


def test_the_shipped_questions_find_themselves(words: Words, library: Library) -> None:
    questions, notes = known_questions(library)
    retrieval = Retrieval(questions, words, notes=notes)
    first = {key: texts[0] for key, texts in list(questions.items())[::SOME]}
    right = [retrieval.nearest(text, 1)[0].key == key for key, text in first.items()]

    assert sum(right) / len(right) > 0.97


def test_wordings_that_were_left_out_find_home_by_their_words(
    words: Words, library: Library
) -> None:
    questions, notes = known_questions(library)
    left = {key: texts[-1] for key, texts in list(questions.items())[:: SOME // 2]}
    kept = {key: texts[:-1] for key, texts in questions.items()}
    retrieval = Retrieval(kept, words, notes=notes)
    found = {key: [match.key for match in retrieval.nearest(left[key], 3)] for key in left}

    assert sum(found[key][:1] == [key] for key in left) / len(left) > 0.36
    assert sum(key in found[key] for key in left) / len(left) > 0.56


@pytest.mark.slow
def test_five_thousand_entries_are_searched_within_milliseconds(words: Words) -> None:
    kinds = ["口罩多久换", "核酸在哪里做", "隔离几天解除", "疫苗第几针", "高速能走吗"]
    many = {str(at): [f"第{at}号{kind}小区{at % 97}" for kind in kinds[:3]] for at in range(5000)}
    retrieval = Retrieval(many, words)
    retrieval.nearest("热身", 3)
    spent = []
    for at in range(9):
        began = time.perf_counter()
        retrieval.nearest(f"{at}号小区核酸在哪里做", 3)
        spent.append(time.perf_counter() - began)

    assert min(spent) < 0.02
