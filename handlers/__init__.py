"""What the assistant can do, one folder a subject; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import talk
from handlers.followup import health, observing, watching
from handlers.knowledge import (
    answers,
    approval,
    refusals,
    rulebook,
    rulemaking,
    subscriptions,
    travel,
)  # fmt: skip
from handlers.notices import board, publishing
from handlers.people import (
    accepting,
    card,
    correcting,
    duty,
    household,
    inviting,
    joining,
    leave,
    privacy,
    register,
    returning,
    standing_in,
)
from handlers.questions import feedback, lasting, rumors, sorting_out, unanswered
from handlers.work import after_call, danger, dealing, forms, requests, tips

ROUTERS: Sequence[Router] = [
    danger.router,
    after_call.router,
    privacy.router,
    accepting.router,
    inviting.router,
    household.router,
    unanswered.router,
    lasting.router,
    sorting_out.router,
    feedback.router,
    standing_in.router,
    returning.router,
    duty.router,
    leave.router,
    rulemaking.router,
    approval.router,
    rulebook.router,
    dealing.router,
    register.router,
    correcting.router,
    observing.router,
    publishing.router,
    board.router,
    rumors.router,
    subscriptions.router,
    joining.router,
    card.router,
    health.router,
    watching.router,
    refusals.router,
    forms.router,
    tips.router,
    travel.router,
    requests.router,
    talk.router,
    answers.router,
]
