"""What the platform's error codes mean for us (reference: the error table of its documents)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """A short reason that is stored and counted, and whether trying again can cure it."""

    reason: str
    permanent: bool = True
    wait_seconds: int = 0


STALE_TOKEN = {40001, 40014, 41001, 42001}

_TABLE = {
    -1: Trouble("busy", permanent=False),
    40001: Trouble("token_refused", permanent=False, wait_seconds=60),
    40014: Trouble("token_refused", permanent=False, wait_seconds=60),
    41001: Trouble("token_refused", permanent=False, wait_seconds=60),
    42001: Trouble("token_refused", permanent=False, wait_seconds=60),
    40013: Trouble("bad_app_id", permanent=False, wait_seconds=600),
    40125: Trouble("bad_secret", permanent=False, wait_seconds=600),
    40164: Trouble("ip_not_allowed", permanent=False, wait_seconds=600),
    89503: Trouble("ip_not_allowed", permanent=False, wait_seconds=600),
    89505: Trouble("ip_not_allowed", permanent=False, wait_seconds=600),
    89506: Trouble("ip_not_allowed", permanent=False, wait_seconds=3600),
    89507: Trouble("ip_not_allowed", permanent=False, wait_seconds=3600),
    40003: Trouble("invalid_address"),
    40031: Trouble("invalid_address"),
    46004: Trouble("invalid_address"),
    50002: Trouble("invalid_address"),
    43004: Trouble("not_following"),
    50005: Trouble("not_following"),
    65315: Trouble("not_following"),
    43019: Trouble("blocked"),
    48002: Trouble("blocked"),
    50001: Trouble("blocked"),
    43101: Trouble("no_consent_left"),
    45009: Trouble("day_quota_used"),
    45011: Trouble("busy", permanent=False, wait_seconds=60),
    45015: Trouble("window_closed"),
    45047: Trouble("quota_used"),
    45087: Trouble("blocked"),
    45094: Trouble("blocked"),
    45002: Trouble("too_long"),
    45066: Trouble("busy", permanent=False, wait_seconds=60),
    40037: Trouble("no_template"),
    48011: Trouble("no_template"),
    48001: Trouble("no_permission"),
    48004: Trouble("no_permission"),
    48008: Trouble("no_permission"),
    61004: Trouble("no_permission"),
    61007: Trouble("no_permission"),
    87014: Trouble("content_refused"),
}


def trouble(code: int) -> Trouble:
    """Return what a code means; one nobody listed is a mistake of ours, and is not sent again."""
    return _TABLE.get(code) or Trouble(f"wechat_{code}")
