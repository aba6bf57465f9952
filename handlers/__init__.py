"""What the assistant can do, one folder a subject; the order below is the order of asking."""

from collections.abc import Sequence

from dialog import Router
from handlers import talk
from handlers.followup import health, observing, watching
from handlers.followup import spoken as spoken_followup
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
from handlers.notices import spoken as spoken_notices
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
    vacancies,
)
from handlers.questions import feedback, lasting, rumors, sorting_out, unanswered
from handlers.questions import spoken as spoken_questions
from handlers.work import after_call, danger, dealing, forms, requests, spoken, tips

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
    vacancies.router,
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
    local_facts.router,
    refusals.router,
    forms.router,
    tips.router,
    travel.router,
    requests.router,
    spoken_notices.router,
    spoken_followup.router,
    spoken_questions.router,
    spoken.router,
    talk.router,
    answers.router,
]
