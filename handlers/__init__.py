"""What the assistant can do, one feature a file; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import (
    answers,
    approval,
    changes,
    danger,
    details,
    health,
    joining,
    limits,
    notices,
    privacy,
    questions,
    requests,
    rulebook,
    rulemaking,
    staff,
    talk,
    travel,
)

ROUTERS: Sequence[Router] = [
    danger.router,
    details.router,
    privacy.router,
    questions.router,
    rulemaking.router,
    approval.router,
    rulebook.router,
    staff.router,
    notices.router,
    changes.router,
    joining.router,
    health.router,
    limits.router,
    travel.router,
    requests.router,
    talk.router,
    answers.router,
]
