"""What a programme asks beside temperatures: its kind, what it permits, its tests, how it is left."""

import enum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from core.piece import Piece


class WatchKind(enum.StrEnum):
    """How strictly somebody is watched over, the strictest first."""

    CENTRAL = "central"  # 集中隔离
    HOME_ISOLATION = "home_isolation"  # 居家隔离
    HOME_WATCH = "home_watch"  # 居家监测
    HEALTH_WATCH = "health_watch"  # 健康监测
    SELF_WATCH = "self_watch"  # 自我监测

    @property
    def is_isolation(self) -> bool:
        return self in (WatchKind.CENTRAL, WatchKind.HOME_ISOLATION)


class Permissions(Piece):
    """What those watched over, and those they live with, may do."""

    go_out: bool = True
    family_go_out: bool = True
    visitors: bool = True


PERMITTED = {
    WatchKind.CENTRAL: Permissions(go_out=False, visitors=False),
    WatchKind.HOME_ISOLATION: Permissions(go_out=False, family_go_out=False, visitors=False),
    WatchKind.HOME_WATCH: Permissions(go_out=False, visitors=False),
}


class ReleaseSpec(Piece):
    """What must hold before somebody is released; days count back from the last one, with it."""

    fever_free_days: int = Field(default=1, ge=1, le=14)
    symptom_free_days: int = Field(default=1, ge=1, le=14)
    needs_value: bool = True  # “都正常” alone does not end it


TestDay = Annotated[int, Field(ge=1, le=60)]


class TestSpec(Piece):
    """On which days samples are taken; the day it begins is day 0."""

    days: list[TestDay] = Field(min_length=1)
    required: bool = True  # 应检; else 愿检
    result_hours: int = Field(default=6, ge=1, le=72)  # so long after taking a result is due

    @model_validator(mode="after")
    def _in_order(self) -> "TestSpec":
        if self.days != sorted(set(self.days)):
            raise ValueError("采样的日子要从小到大，不能重复")
        return self


class TeamPlace(Piece):
    """One place of the team around a household (五包一): a post, a telephone of the place, or neither."""

    title: str
    role: Literal["grid_worker", "secretary", "doctor", "duty", "representative"] | None = None
    fact: str | None = None


TEAM = [
    TeamPlace(title="社区干部", role="secretary"),
    TeamPlace(title="网格员", role="grid_worker"),
    TeamPlace(title="医生", role="doctor"),
    TeamPlace(title="民警", fact="police"),
    TeamPlace(title="志愿者", role="representative"),
]
LIMITS = (35.0, 40.0)  # °C: a line outside is a mistake


def _limit(value: object) -> object:
    if isinstance(value, int | float) and not LIMITS[0] <= value <= LIMITS[1]:
        raise ValueError("发热线要在35到40之间")
    return value


FeverLine = Annotated[float, BeforeValidator(_limit)]
