"""Whatever is sent, the patterns of all commands are through with it at once."""

import itertools
import re
import time

import pytest

from bot import Bot
from core.phrases import without_runs

LONG = 10_000  # characters; more than the platform lets through
SECONDS = 0.02
HEADS = (
    "", "收到 ", "收到 1 ", "接 1到", "办结 1", "通知", "规定", "编号", "发通知 ", "替换 ", "撤回 N1", "答 ", "回 1 ",
    "问 1", "观察 ", "改规定 R1", "撤销", "改 1", "我是", "查举报 ", "N", "不同意 1", "我要", "同意问答 ",
)  # fmt: skip
PIECES = (
    " ", "　", "\n", "\t ", "1", "12 ", "通知编号", "通知", "编号 ", "号", "到", "、", "，", "1到", "。", "!", "我", "R", "N1",
    "-", "#", "好", "的", "帮", "填", "A1B2 ", "登记", "是真的吗", "一",
)  # fmt: skip


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the shortest of three looks: a busy machine makes some of them longer."""
    best = SECONDS
    for _ in range(3):
        begun = time.perf_counter()
        pattern.fullmatch(text)
        best = min(best, time.perf_counter() - begun)
        if best < SECONDS:
            break
    return best


@pytest.mark.parametrize("tail", ["", "!", "x"])
def test_no_repeated_piece_holds_a_command_up(mind: Bot, tail: str) -> None:
    commands = mind.dispatcher._features.commands

    slow = [
        (head, piece, command.pattern.pattern)
        for head, piece in itertools.product(HEADS, PIECES)
        for text in [without_runs(head + piece * (LONG // len(piece)) + tail)]
        for command in commands
        if seconds(command.pattern, text) >= SECONDS
    ]

    assert slow == []


def test_lines_and_single_blanks_stay() -> None:
    assert (
        without_runs(" 发通知 全体  停水\n\n\n\n请蓄水　　谢谢 ")
        == "发通知 全体 停水\n\n请蓄水 谢谢"
    )
