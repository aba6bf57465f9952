"""Why somebody has not been reached, or has not answered, in words."""

from db.models import ReceiptAnswer
from outbox import ladder

WORDS = {
    "silent": "送到了，没回",
    "told": "已当面告知",
    "waiting": "还在发",
    ReceiptAnswer.DONE.value: "已办好",
    "no_contact": "没有人关注公众号",
    ReceiptAnswer.LATER.value: "说晚些再办",
    ReceiptAnswer.AWAY.value: "说现在不在这里",
    ReceiptAnswer.RECEIVED.value: "收到了，没说办好",
    ReceiptAnswer.PROBLEM.value: "有困难",
}


def say(reason: str) -> str:
    """Say why, as staff are told."""
    return WORDS.get(reason) or ladder.say(reason)
