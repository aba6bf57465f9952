"""Notices: published, found again when somebody asks, replaced or withdrawn."""

from community.notices.rights import PUBLISHERS
from db.models import Notice

__all__ = ["PUBLISHERS", "Notice"]
