"""What an answer to a safety question raises (§10), and until when somebody has to look at it. Unknown is never no; nothing here scores."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rootwise.case.vocabulary import Answer, BasicNeeds
from rootwise.instrument import Instrument
from rootwise.instrument.model import Severity
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE

# Project draft: how long a flag waits for a name before the supervisors are told.
ESCALATES_AFTER: Mapping[Severity, dt.timedelta] = {
    Severity.NOW: dt.timedelta(minutes=30),
    Severity.TODAY: dt.timedelta(hours=8),
    Severity.SOON: dt.timedelta(days=3),
}


def raised_by(instrument: Instrument, question: str, value: Mapping[str, Any]) -> Severity | None:
    """How urgent an answer is; None where it raises nothing. Unmet needs and no safe place are for today."""
    if question == BASIC_NEEDS:
        return Severity.TODAY if value["answer"] == BasicNeeds.NOT_MET else None
    if question == SAFE_PLACE:
        return Severity.NOW if value["answer"] == Answer.NO else None
    return instrument.red_flag(question).severity if value["answer"] == Answer.YES else None
