"""Who is told of which kind of work, in which order, and how long each tier has: content, not code."""

from typing import Literal

from pydantic import Field

from core.piece import Piece

Holder = Literal["grid_worker", "secretary", "doctor", "duty", "township", "leader"]


class TierSpec(Piece):
    """Told at the same time; so long nobody further up is told."""

    roles: list[Holder] = Field(min_length=1)
    stand_ins: bool = False  # not who holds these posts, but who has stood in for them last
    wait_minutes: int = Field(ge=1, le=2880)


class ChainSpec(Piece):
    """One kind of work, and who hears of it, tier by tier."""

    kind: Literal[
        "danger",
        "fever",
        "join",
        "form",
        "human",
        "unreached",
        "help",
        "complaint",
        "rumor",
        "question",
        "release",
        "silence",
        "sample",
    ]
    night: TierSpec | None = None  # told before all others while somebody is on night duty
    tiers: list[TierSpec] = Field(min_length=1)
    # Somebody's word to see to it is good for so long; null: until it is done.
    done_minutes: int | None = Field(default=None, ge=1, le=2880)
    rests: bool = False  # nobody further up is told while people sleep


class DeciderSpec(Piece):
    """Who comes after whoever decides about a form, if they do not."""

    decides: Holder
    then: list[Holder] = []
