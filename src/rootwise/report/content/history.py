"""What happened and who was there, by period (§8)."""

from rootwise.picture import history_picture
from rootwise.profile.model import EventResult, PeriodResult
from rootwise.report.blocks import Block, Figure, Item, Paragraph, Points, Section
from rootwise.report.content.subject import Subject


def history(subject: Subject) -> Section:
    blocks: list[Block] = [
        Paragraph(subject.instrument.history.text),
        Figure(history_picture(subject.profile), "Every period has the same width, so that the first months can be seen."),
    ]
    points = [point for one in subject.profile.history if (point := _point(subject, one))]
    if points:
        blocks.append(Points(tuple(points)))
    return Section("history", "What happened, and who was there", tuple(blocks))


def _point(subject: Subject, one: PeriodResult) -> Item | None:
    levels = subject.instrument.history
    parts = []
    if one.relational_health is not None:
        parts.append(levels.relational_health_levels[one.relational_health].text)
    if one.adversity is not None:
        parts.append(levels.adversity_levels[one.adversity].text)
    kinds = {kind.id: kind.name for kind in levels.event_types}
    told = [_event(kinds[event.type], event) for event in one.events if event.note or event.source]
    case_note = subject.case.history[one.period].note if one.period in subject.case.history else None
    small = " ".join([*told, *([case_note] if case_note else [])])
    return Item(" ".join(parts) or "Not known.", name=subject.instrument.period(one.period).name, small=small)


def _event(name: str, event: EventResult) -> str:
    source = f" (from: {event.source})" if event.source else ""
    note = f": {event.note.rstrip('.')}" if event.note else ""
    return f"{name}{note}{source}."
