"""The order of work and why (§11)."""

from rootwise.profile.model import PhaseResult
from rootwise.profile.phases import SAFETY
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import PHASE_STATUS


def phases(subject: Subject) -> Section:
    blocks: list[Block] = [
        Paragraph("Safety first, then from the bottom up. A later part opens when its condition is met.", Tone.LEAD),
        Points(tuple(_point(subject, one) for one in subject.profile.phases)),
        Subheading("Treatments already decided on"),
    ]
    treatments = subject.case.context.treatments
    if treatments:
        blocks.append(Points(tuple(Item(one.note or "Goes on as decided.", name=one.name) for one in treatments)))
    blocks.append(
        Paragraph(
            "This order is about everyday activities. Treatments that a clinician has decided on go on, with calming and steadying work "
            "before and beside them; an indicated trauma therapy is never held back, and a clinician can set any of these conditions "
            "aside with a reason."
        )
    )
    return Section("phases", "The order of work, and why", tuple(blocks))


def _point(subject: Subject, one: PhaseResult) -> Item:
    why = " ".join(reason.text for reason in one.because)
    rules = ", ".join(dict.fromkeys(reason.rule for reason in one.because))
    if one.id == SAFETY:
        return Item(why, name=f"Safety: {'first of all' if not subject.profile.gate.is_open else 'always in view'}", small=f"Rule {rules}")
    phase = next(entry for entry in subject.instrument.phases if entry.id == one.id)
    return Item(f"{phase.text} {why}", name=f"{phase.name}: {PHASE_STATUS[one.status]}", small=f"Rule {rules}")
