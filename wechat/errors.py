"""What the platform's error codes mean for us (reference: the error table of its documents)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorMeaning:
    """A short reason that is stored and counted, and whose it is.

    What is not permanent is no letter's fault: the whole account is refused for now, at least
    `wait_seconds`.
    """

    reason: str
    permanent: bool = True
    wait_seconds: int = 0


STALE_TOKEN = {40001, 40014, 41001, 42001}

_TABLE = {
    -1: ErrorMeaning("busy", permanent=False),
    40001: ErrorMeaning("token_refused", permanent=False),
    40014: ErrorMeaning("token_refused", permanent=False),
    41001: ErrorMeaning("token_refused", permanent=False),
    42001: ErrorMeaning("token_refused", permanent=False),
    40013: ErrorMeaning("bad_app_id", permanent=False),
    40125: ErrorMeaning("bad_secret", permanent=False),
    40164: ErrorMeaning("ip_not_allowed", permanent=False),
    89503: ErrorMeaning("ip_not_allowed", permanent=False),
    89505: ErrorMeaning("ip_not_allowed", permanent=False),
    89506: ErrorMeaning("ip_not_allowed", permanent=False, wait_seconds=3600),
    89507: ErrorMeaning("ip_not_allowed", permanent=False, wait_seconds=3600),
    40003: ErrorMeaning("invalid_address"),
    40031: ErrorMeaning("invalid_address"),
    46004: ErrorMeaning("invalid_address"),
    50002: ErrorMeaning("invalid_address"),
    43004: ErrorMeaning("not_following"),
    50005: ErrorMeaning("not_following"),
    65315: ErrorMeaning("not_following"),
    43019: ErrorMeaning("blocked"),
    48002: ErrorMeaning("blocked"),
    50001: ErrorMeaning("blocked"),
    43101: ErrorMeaning("no_consent_left"),
    45009: ErrorMeaning("day_quota_used", permanent=False, wait_seconds=60),
    45011: ErrorMeaning("busy", permanent=False, wait_seconds=60),
    45015: ErrorMeaning("window_closed"),
    45047: ErrorMeaning("quota_used"),
    45087: ErrorMeaning("blocked"),
    45094: ErrorMeaning("blocked"),
    45002: ErrorMeaning("too_long"),
    45066: ErrorMeaning("busy", permanent=False, wait_seconds=60),
    40007: ErrorMeaning("picture_gone"),
    40037: ErrorMeaning("no_template"),
    48011: ErrorMeaning("no_template"),
    48001: ErrorMeaning("no_permission"),
    48004: ErrorMeaning("no_permission"),
    48008: ErrorMeaning("no_permission"),
    61004: ErrorMeaning("no_permission"),
    61007: ErrorMeaning("no_permission"),
    46003: ErrorMeaning("no_menu"),
    65301: ErrorMeaning("no_menu"),
    87014: ErrorMeaning("content_refused"),
}
# What a menu may look like is checked before; these are what the platform finds all the same.
_TABLE |= {code: ErrorMeaning("bad_menu") for code in (*range(40015, 40028), 40054, 40055)}


def trouble(code: int) -> ErrorMeaning:
    """Return what a code means; one nobody listed is a mistake of ours, and is not sent again."""
    return _TABLE.get(code) or ErrorMeaning(f"wechat_{code}")
