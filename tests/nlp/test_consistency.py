from core.library import Library, Pack, PackInfo
from nlp.consistency import problems


def small(utterances: dict[str, list[object]]) -> Library:
    return Library([Pack(info=PackInfo(name="p", title="p"), utterances=utterances)])


def test_everything_that_is_wrong_is_named_at_once() -> None:
    found = problems(
        small({"ask_mask": ["口罩多久换", "核酸在哪"], "ask_test_site": ["核酸在哪？"]}),
        {"ask_mask", "ask_work"},
    )

    assert found == [
        "意图 ask_test_site 有说法，没有人接",
        "意图 ask_work 有人接，没有说法",
        "说法“核酸在哪”写在几处：ask_mask、ask_test_site",
    ]


def test_out_of_scope_words_need_no_handler() -> None:
    assert problems(small({"oos": ["讲个笑话"], "ask_mask": ["口罩"]}), {"ask_mask"}) == []


def test_a_further_meaning_that_nobody_knows_is_named() -> None:
    found = problems(small({"ask_mask": [{"text": "口罩", "also": ["ask_nothing"]}]}), {"ask_mask"})

    assert found == ["意图 ask_nothing 只在 also 里提到"]


def test_the_shipped_utterances_are_each_under_one_intent(library: Library) -> None:
    assert [line for line in problems(library, set()) if line.startswith("说法")] == []
