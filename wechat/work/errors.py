"""What the enterprise platform's error codes mean for us, where they are not an account's too."""

from wechat.errors import ErrorMeaning
from wechat.errors import trouble as of_accounts

_TABLE = {
    40056: ErrorMeaning("bad_agent", permanent=False),
    40013: ErrorMeaning("bad_corp_id", permanent=False),
    40001: ErrorMeaning("bad_secret", permanent=False),
    40091: ErrorMeaning("bad_secret", permanent=False),
    60020: ErrorMeaning("ip_not_allowed", permanent=False),
    60011: ErrorMeaning("not_visible", permanent=False),
    301002: ErrorMeaning("not_visible", permanent=False),
    50002: ErrorMeaning("not_visible"),
    48002: ErrorMeaning("no_permission"),
    48004: ErrorMeaning("no_permission"),
    60111: ErrorMeaning("invalid_address"),
    81013: ErrorMeaning("invalid_address"),
    82001: ErrorMeaning("invalid_address"),
    # For a minute; of a day the platform says nothing.
    45009: ErrorMeaning("busy", permanent=False, wait_seconds=60),
    45033: ErrorMeaning("busy", permanent=False, wait_seconds=5),
    93000: ErrorMeaning("robot_removed", permanent=False, wait_seconds=600),
    40050: ErrorMeaning("invalid_address"),
    86001: ErrorMeaning("invalid_address"),
    86003: ErrorMeaning("invalid_address"),
    86006: ErrorMeaning("too_few_members"),
    86007: ErrorMeaning("unknown_member"),
    86216: ErrorMeaning("unknown_member"),
    86008: ErrorMeaning("not_our_group"),
    93006: ErrorMeaning("invalid_address"),
}


def trouble(code: int) -> ErrorMeaning:
    """Return what a code means here; what only accounts know means the same."""
    return _TABLE.get(code) or of_accounts(code)
