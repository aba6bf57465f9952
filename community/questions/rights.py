"""Whose post lets them agree, as a second person, to an answer that restricts residents."""

from db.models import Role

AGREERS = (Role.SECRETARY, Role.DUTY, Role.TOWNSHIP, Role.LEADER)  # asked in this order
