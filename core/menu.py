"""The account's menu below the conversation: what the platform takes, checked before it is laid."""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from pydantic import Field, model_validator

from core.chains import Holder
from core.piece import Piece

TOP, BELOW = 3, 5  # buttons at most, and buttons at most below each
TOP_BYTES, BELOW_BYTES = 16, 60  # of UTF-8; a character of Chinese is three
URL_BYTES, KEY_BYTES = 1024, 128


class MenuItem(Piece):
    """What one tap does: `key` is one of ours, `url` opens a page."""

    name: str = Field(min_length=1)
    key: str = ""
    url: str = ""

    @model_validator(mode="after")
    def _as_the_platform_takes_it(self) -> "MenuItem":
        _refuse_long(self.name, BELOW_BYTES)
        _refuse_unclear([self.key, self.url], "key 和 url")
        _refuse_bad_targets(self.key, self.url)
        return self

    def laid(self) -> dict[str, Any]:
        """Return the button in the platform's own shape."""
        if self.url:
            return {"type": "view", "name": self.name, "url": self.url}
        return {"type": "click", "name": self.name, "key": self.key}


class MenuButton(Piece):
    """A button of the row; with `buttons` it opens a list and does nothing itself."""

    name: str = Field(min_length=1)
    key: str = ""
    url: str = ""
    buttons: list[MenuItem] = Field(default=[], max_length=BELOW)

    @model_validator(mode="after")
    def _as_the_platform_takes_it(self) -> "MenuButton":
        _refuse_long(self.name, TOP_BYTES)
        _refuse_unclear(
            [self.key, self.url, "buttons" if self.buttons else ""], "key、url 和 buttons"
        )
        _refuse_bad_targets(self.key, self.url)
        return self

    def laid(self) -> dict[str, Any]:
        if self.buttons:
            return {"name": self.name, "sub_button": [item.laid() for item in self.buttons]}
        return MenuItem(name=self.name, key=self.key, url=self.url).laid()


class StaffMenu(Piece):
    """What those with one of these posts see in its place; `title` is how the platform files them."""

    title: str = Field(min_length=1, max_length=7)
    roles: list[Literal[Holder, "representative"]] = Field(min_length=1)
    buttons: list[MenuButton] = Field(min_length=1, max_length=TOP)

    def laid(self) -> dict[str, Any]:
        return {"button": [button.laid() for button in self.buttons]}


class MenuSpec(Piece):
    """The whole menu, and those staff see in its place where the account may tell them apart."""

    buttons: list[MenuButton] = Field(min_length=1, max_length=TOP)
    staff: list[StaffMenu] = []

    def keys(self) -> Iterator[tuple[str, str]]:
        """Yield name and key of every button that does something of ours."""
        of_staff = (button for menu in self.staff for button in menu.buttons)
        for button in [*self.buttons, *of_staff]:
            items = [(button.name, button.key), *((one.name, one.key) for one in button.buttons)]
            yield from ((name, key) for name, key in items if key)

    def laid(self) -> dict[str, Any]:
        return {"button": [button.laid() for button in self.buttons]}

    def of(self, roles: Collection[str]) -> StaffMenu | None:
        """Return what somebody with these posts sees: the first that is for one of them."""
        return next((menu for menu in self.staff if set(roles) & set(menu.roles)), None)


def _refuse_long(name: str, most: int) -> None:
    if (size := len(name.encode())) > most:
        raise ValueError(f"“{name}”太长：{size} 字节，最多 {most} 字节（约 {most // 3} 个汉字）")


def _refuse_unclear(given: list[str], names: str) -> None:
    if sum(map(bool, given)) != 1:
        raise ValueError(f"{names}要写一样，只写一样")


def _refuse_bad_targets(key: str, url: str) -> None:
    if len(key.encode()) > KEY_BYTES:
        raise ValueError(f"key 最多 {KEY_BYTES} 字节")
    if url and (not url.startswith(("https://", "http://")) or len(url.encode()) > URL_BYTES):
        raise ValueError(f"url 要以 https:// 开头，最多 {URL_BYTES} 字节")
