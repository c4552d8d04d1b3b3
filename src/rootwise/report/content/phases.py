"""The order of work and why (§11)."""

from rootwise.profile.model import PhaseResult, PhaseStatus, Reason, StartStatus
from rootwise.profile.phases import SAFETY
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import PHASE_STATUS

_ALWAYS = (
    "Closeness, comfort, play, school and honest answers to a child's questions always go on, whatever stands here. "
    "The order is only about where planned activities put their weight."
)
_NEVER_HELD_BACK = (
    "Treatments that a clinician has decided on go on, with calming and steadying work beside them. An indicated trauma therapy is "
    "never held back, and a clinician can set any of these conditions aside with a reason."
)


def phases(subject: Subject) -> Section:
    blocks: list[Block] = [Paragraph("Safety first, then from the bottom up.", Tone.LEAD), Paragraph(_ALWAYS)]
    if subject.profile.gate.is_open:
        blocks.append(Points(tuple(_point(subject, one) for one in subject.profile.phases)))
    else:
        blocks.append(Paragraph("Planning waits until what stands under Safety is taken care of (§10)."))
    treatments = subject.case.context.treatments
    if treatments:
        decided = Points(tuple(Item(one.note or "Goes on as decided.", name=one.name) for one in treatments))
        blocks += [Subheading("Treatments already decided on"), decided]
    blocks.append(Paragraph(_NEVER_HELD_BACK))
    return Section("phases", "The order of work, and why", tuple(blocks))


def _point(subject: Subject, one: PhaseResult) -> Item:
    rules = ", ".join(dict.fromkeys(reason.rule for reason in one.because))
    if one.id == SAFETY:
        return Item(_said(one.because), name="Safety: always in view", small=rules)
    phase = next(entry for entry in subject.instrument.phases if entry.id == one.id)
    status = PHASE_STATUS[one.status]
    if subject.profile.start.status is StartStatus.NONE and one.status is PhaseStatus.MINOR:
        status = "goes well, keep it going"
    met = [reason for reason in one.because if reason.values.get("holds") is True]
    unmet = [reason for reason in one.because if reason.values.get("holds") is False]
    why = _said(one.because)
    if met and unmet:
        why = f"Still missing: {_said(tuple(unmet))} Met: {_said(tuple(met))}"
    elif unmet:
        why = f"Still missing: {_said(tuple(unmet))}"
    return Item(f"{phase.text} {why}", name=f"{phase.name}: {status}", small=rules)


def _said(because: tuple[Reason, ...]) -> str:
    return " ".join(reason.text for reason in because)
