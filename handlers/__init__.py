"""What the assistant can do, one feature a file; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import (
    answers,
    danger,
    details,
    entries,
    feedback,
    forms,
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
    tickets,
    tips,
    travel,
    watching,
)

ROUTERS: Sequence[Router] = [
    danger.router,
    details.router,
    privacy.router,
    questions.router,
    entries.router,
    feedback.router,
    tickets.router,
    staff.router,
    notices.router,
    noticeboard.router,
    rumors.router,
    joining.router,
    health.router,
    watching.router,
    forms.router,
    tips.router,
    travel.router,
    requests.router,
    talk.router,
    answers.router,
]
