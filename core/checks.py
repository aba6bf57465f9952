"""Checks of one answer, as content names them; each can say what to write instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from core.piece import Piece


class Check(Piece):
    """What an answer must be; nothing given is everything."""

    min: float | None = None
    max: float | None = None
    not_past: bool = False
    not_future: bool = False
    within_days: int | None = Field(default=None, ge=1)  # so far ahead, or back, at the most
    max_length: int = Field(default=500, ge=1)  # characters; nobody reads more of one answer
    says: str = ""

    def problem(self, value: Any, today: date) -> str | None:
        """Return the sentence for an answer that will not do, or None."""
        found = self._of_number(value) or self._of_day(value, today) or self._of_length(value)
        return (self.says or found) if found else None

    def _of_number(self, value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if self.min is not None and value < self.min:
            return f"{value:g}太小了，最少是{self.min:g}。请再写一次。"
        if self.max is not None and value > self.max:
            return f"{value:g}太大了，最多是{self.max:g}。请再写一次。"
        return None

    def _of_day(self, value: Any, today: date) -> str | None:
        if not isinstance(value, Mapping) or "date" not in value:
            return None
        ahead = (date.fromisoformat(str(value["date"])[:10]) - today).days
        if self.not_past and ahead < 0:
            return "这一天已经过了，请再写一次日期，比如：明天，或者12月8日。"
        if self.not_future and ahead > 0:
            return "这一天还没到，请再写一次日期，比如：昨天，或者11月8日。"
        if self.within_days is not None and abs(ahead) > self.within_days:
            return f"离今天超过{self.within_days}天了，请再核对一下日期。"
        return None

    def _of_length(self, value: Any) -> str | None:
        if not isinstance(value, str) or len(value) <= self.max_length:
            return None
        return f"有点长，请说短一些，{self.max_length}个字以内。"
