"""What the assistant can do, one feature a file; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import (
    answers,
    danger,
    details,
    entries,
    feedback,
    health,
    joining,
    noticeboard,
    notices,
    privacy,
    questions,
    requests,
    rumors,
    staff,
    talk,
    travel,
)

ROUTERS: Sequence[Router] = [
    danger.router,
    details.router,
    privacy.router,
    questions.router,
    entries.router,
    feedback.router,
    staff.router,
    notices.router,
    noticeboard.router,
    rumors.router,
    joining.router,
    health.router,
    travel.router,
    requests.router,
    talk.router,
    answers.router,
]
