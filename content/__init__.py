"""What it knows: packs of YAML, read and checked here."""

from content.packs import ContentError, load

__all__ = ["ContentError", "load"]
