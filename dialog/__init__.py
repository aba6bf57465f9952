"""Conversation: one message in, one answer out; and where each person is inside a form."""

from dialog.context import Context
from dialog.dispatcher import Dispatcher
from dialog.inbox import Inbox
from dialog.reply import Reply, Said
from dialog.router import Router

__all__ = ["Context", "Dispatcher", "Inbox", "Reply", "Router", "Said"]
