"""Writing about assessments, and asking for answers by a link."""

from rootwise.web.assessments.actions.assessments import (
    WrongAnswer,
    acknowledge_flag,
    add_rater,
    answer,
    begin_assessment,
    close_assessment,
    correct_assessment,
    import_case,
)
from rootwise.web.assessments.actions.links import NewLink, ask_by_link, finish_link, make_link, note_reminder, revoke_link, try_code
from rootwise.web.assessments.refused import Refused

__all__ = [
    "NewLink",
    "Refused",
    "WrongAnswer",
    "acknowledge_flag",
    "add_rater",
    "answer",
    "ask_by_link",
    "begin_assessment",
    "close_assessment",
    "correct_assessment",
    "finish_link",
    "import_case",
    "make_link",
    "note_reminder",
    "revoke_link",
    "try_code",
]
