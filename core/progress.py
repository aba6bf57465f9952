"""Saying how far something long has come: plain lines for whoever waits, apart from the log."""

import logging

NAME = "progress"  # the command line gives this logger a handler of its own


def tell(line: str) -> None:
    """Say one line, in Chinese; where nobody listens nothing happens."""
    logging.getLogger(NAME).info("%s", line)
