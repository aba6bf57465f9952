"""What the assistant can do, one folder a subject; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import talk
from handlers.followup import health, observing, watching
from handlers.knowledge import (
    answers,
    approval,
    local_facts,
    refusals,
    rulebook,
    rulemaking,
    subscriptions,
    travel,
)  # fmt: skip
from handlers.notices import board, publishing
from handlers.people import joining, privacy, vacancies
from handlers.questions import feedback, lasting, rumors, unanswered
from handlers.work import after_call, danger, dealing, forms, requests, tips

ROUTERS: Sequence[Router] = [
    danger.router,
    after_call.router,
    privacy.router,
    unanswered.router,
    lasting.router,
    feedback.router,
    rulemaking.router,
    approval.router,
    rulebook.router,
    dealing.router,
    vacancies.router,
    observing.router,
    publishing.router,
    board.router,
    rumors.router,
    subscriptions.router,
    joining.router,
    health.router,
    watching.router,
    local_facts.router,
    refusals.router,
    forms.router,
    tips.router,
    travel.router,
    requests.router,
    talk.router,
    answers.router,
]
