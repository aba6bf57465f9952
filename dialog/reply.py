"""What a handler returns: the words, what can be chosen next, and what is to be kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from community.knowledge.wording import Answer, Cited

Choices = tuple[tuple[str, str], ...]  # (what stands beside the number, what it does)


@dataclass(frozen=True, slots=True)
class Origin:
    """The words and values a number stands for when it is replied later."""

    text: str
    slots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Begin:
    """A form that begins behind the words; `says` is put around its first question."""

    form: str
    known: Mapping[str, Any]
    origin: Origin
    is_aside: bool
    says: str = "{asked}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to whoever spoke; nothing of it is done before the whole answer is known."""

    text: str = ""
    choices: Choices = ()
    below: str = ""  # stands at the very end, below the numbers
    carries: Mapping[str, Any] = field(default_factory=dict)  # for whichever number is replied
    origin: Origin | None = None
    begins: Begin | None = None
    meant: str | None = None  # the intent that was answered in the end
    told: Answer | None = None  # from what we know; kept, so that it can be corrected
    cited: Cited | None = None  # what it rests on
    topic: str = ""  # what to call what was asked, when it comes up again
    leads_to: str | None = None  # what can be done next: “form:returnee”
    awaits: str | None = None  # the action that takes their next words for a missing value
    sent: int | None = None  # the number of the form that was sent in
    is_anonymous: bool = False  # nothing of this turn may tell who spoke or what was said
    replying: str = "回复"  # what stands before each number
    has_begun: bool = False  # something stands open behind it: nothing else is offered

    @property
    def said(self) -> str:
        """Return the words as they are read, numbers and all."""
        numbered = [f"{self.replying} {i} {label}" for i, (label, _) in enumerate(self.choices, 1)]
        return "\n".join(part for part in (self.text, *numbered, self.below) if part)

    @property
    def linked(self) -> str:
        """Return the words with each choice as WeChat's own link, which sends its number when tapped."""
        lines = [
            f'{self.replying} {i} <a href="weixin://bizmsgmenu?msgmenucontent={i}&msgmenuid={i}">{label}</a>'
            for i, (label, _) in enumerate(self.choices, 1)
        ]
        return "\n".join(part for part in (self.text, *lines, self.below) if part)

    def means(self, intent: str) -> "Reply":
        """Return the same, known to answer this intent unless it says itself which."""
        return self if self.meant else replace(self, meant=intent)

    def after(self, before: str, between: str = "\n") -> "Reply":
        """Return the same with other words before it."""
        return replace(self, text=between.join(part for part in (before, self.text) if part))

    def then(self, words: str, between: str = "\n\n") -> "Reply":
        """Return what is said with more words at its very end."""
        if not words:
            return self
        if self.choices or self.below:
            return replace(self, below=f"{self.below}{between}{words}" if self.below else words)
        return replace(self, text=f"{self.text}{between}{words}" if self.text else words)


Said = Reply | str  # most handlers have one sentence to say


def reply(said: Said) -> Reply:
    """Return a sentence as the value it stands for."""
    return said if isinstance(said, Reply) else Reply(said)
