"""The Official Account as the platform knows it."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["encrypted", "compatible", "plain"]
AccountKind = Literal["service", "subscription"]


@dataclass(frozen=True, slots=True)
class Account:
    """Its keys, how its messages travel, and what it may do."""

    app_id: str
    secret: str
    token: str
    aes_key: str
    mode: Mode = "encrypted"
    kind: AccountKind = "service"
    name: str = "gh_linbao000001"  # what stands in ToUserName
