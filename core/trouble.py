"""Troubles an operator can mend."""


class Trouble(Exception):
    """Something an operator must mend; the text says what is wrong and how to mend it."""
