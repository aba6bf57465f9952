"""A notice as its author sends it: said, looked at, agreed to."""

from tests.conftest import Someone

EVERYBODY = "确认发给全体"


def agree(author: Someone, shown: str) -> str:
    """Agree to what was shown; to everybody it takes a typed confirmation."""
    return author.says(EVERYBODY if "打字回复" in shown else "1")


def send(author: Someone, order: str) -> str:
    """Say an order, agree to it, and return the answer."""
    return agree(author, author.says(order))
