"""What every piece of content is: frozen, and without keys nobody knows."""

from pydantic import BaseModel, ConfigDict


class Piece(BaseModel):
    """A piece of content; an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)
