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
        "intent 'ask_test_site' has words but no handler",
        "intent 'ask_work' has a handler but no words",
        "utterance '核酸在哪' is under ask_mask and ask_test_site",
    ]


def test_out_of_scope_words_need_no_handler() -> None:
    assert problems(small({"oos": ["讲个笑话"], "ask_mask": ["口罩"]}), {"ask_mask"}) == []


def test_a_further_meaning_that_nobody_knows_is_named() -> None:
    found = problems(small({"ask_mask": [{"text": "口罩", "also": ["ask_nothing"]}]}), {"ask_mask"})

    assert found == ["intent 'ask_nothing' is only named under `also`"]


def test_the_shipped_utterances_are_each_under_one_intent(library: Library) -> None:
    assert [line for line in problems(library, set()) if line.startswith("utterance")] == []
