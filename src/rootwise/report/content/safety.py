"""Safety: what needs somebody before anything else, what was done, what was not asked (§10)."""

from rootwise.case.model import Action
from rootwise.case.vocabulary import Answer, BasicNeeds
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.profile.model import Flag
from rootwise.report.blocks import Block, Box, Item, Paragraph, Points, Section, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.site import CONTACT_NAMES, ContactKind
from rootwise.report.words import SEVERITY, count, day


def notices(subject: Subject) -> tuple[Box, ...]:
    """What has to be read before the report itself: what to do now and whom to call, then that it must not be handed out."""
    gate, safety = subject.profile.gate, subject.instrument.safety
    boxes = []
    if not gate.is_open:
        urgent = [
            Item(safety_flag.action, name=f"{safety_flag.name}, needs somebody {SEVERITY[safety_flag.severity]}")
            for safety_flag in (subject.instrument.red_flag(one.id) for one in subject.profile.flags if one.action is None)
        ]
        urgent += [Item(one.text) for one in gate.because if "question" in one.values]
        boxes.append(Box(Tone.URGENT, safety.escalation.title, (Points(tuple(urgent)), *_first_contacts(subject))))
    if not gate.is_shareable:
        parts = ["Do not hand it out or leave it lying about while this stands."]
        if gate.not_asked:
            asked = count(len(gate.not_asked), "safety question has", "safety questions have")
            parts.append(f"{asked[0].upper()}{asked[1:]} not been asked; they stand under Safety.")
        boxes.append(Box(Tone.URGENT, "Not to be shared", (Paragraph(" ".join(parts)),)))
    return tuple(boxes)


def _first_contacts(subject: Subject) -> tuple[Paragraph, ...]:
    if subject.site is None:
        return (Paragraph("Use the emergency and child-protection numbers where you are."),)
    first = (ContactKind.EMERGENCY, ContactKind.CRISIS, ContactKind.CHILD_PROTECTION)
    numbers = [f"{CONTACT_NAMES[one.kind]}: {one.phone}" for kind in first for one in subject.site.contacts if one.kind is kind]
    return (Paragraph(". ".join(numbers) + ". More under Safety."),) if numbers else ()


def safety(subject: Subject) -> Section:
    instrument, gate = subject.instrument, subject.profile.gate
    blocks: list[Block] = [*_standing(subject), *(_flag_box(subject, one) for one in subject.profile.flags)]
    notes = _other_notes(subject)
    if notes:
        blocks.append(Points(notes))
    if not gate.is_open:
        blocks += [_contacts(subject), Paragraph(instrument.safety.escalation.text)]
    if gate.not_asked:
        blocks.append(_not_asked(subject))
    return Section("safety", "Safety", tuple(blocks))


def _standing(subject: Subject) -> list[Block]:
    case, escalation = subject.case.safety, subject.instrument.safety.escalation
    blocks: list[Block] = []
    if case.basic_needs.answer is BasicNeeds.NOT_MET:
        blocks.append(_need_box(subject, "Basic needs are not met", escalation.basic_needs, case.basic_needs.action))
    if case.safe_place.answer is Answer.NO:
        blocks.append(_need_box(subject, "There is no safe place", escalation.safe_place, case.safe_place.action))
    good = []
    if case.basic_needs.answer is BasicNeeds.MET:
        good.append("Basic needs are met.")
    if case.safe_place.answer is Answer.YES:
        good.append(f"{subject.child} has a safe place.")
    asked_of, yes = len(subject.instrument.safety.red_flags), len(subject.profile.flags)
    asked = asked_of - sum(one not in (BASIC_NEEDS, SAFE_PLACE) for one in subject.profile.gate.not_asked)
    good.append(f"{asked} of {asked_of} safety questions were asked; {yes or 'none'} {'was' if yes < 2 else 'were'} answered yes.")
    return [*blocks, Paragraph(" ".join(good), Tone.PLAIN if blocks or subject.profile.flags else Tone.LEAD)]


def _other_notes(subject: Subject) -> tuple[Item, ...]:
    """What was noted beside an answer that has no box of its own: nothing that somebody wrote under safety is left out."""
    safety = subject.case.safety
    named = [
        ("Basic needs", safety.basic_needs.note),
        ("Safe place", safety.safe_place.note),
        *(
            (flag.name, given.note)
            for flag in subject.instrument.safety.red_flags
            if (given := safety.red_flags.get(flag.id)) is not None and given.answer is not Answer.YES
        ),
    ]
    return tuple(Item(note, name=f"Noted on {name[0].lower()}{name[1:]}") for name, note in named if note)


def _flag_box(subject: Subject, flag: Flag) -> Box:
    entry = subject.instrument.red_flag(flag.id)
    note = subject.case.safety.red_flags[flag.id].note
    said = (Paragraph(f"Noted: {note}"),) if note else ()
    if flag.action is None:
        return Box(
            Tone.URGENT,
            f"{entry.name}: needs somebody {SEVERITY[entry.severity]}",
            (
                *said,
                Paragraph(entry.action),
                Paragraph("Then record who acted, when and what was done. Until then nothing is planned.", Tone.SMALL),
            ),
        )
    done = f"Done on {day(flag.action.on)} by {subject.person(flag.action.by)}: {flag.action.what}"
    return Box(Tone.CALM, f"{entry.name}: answered yes, action recorded", (*said, Paragraph(done)))


def _need_box(subject: Subject, title: str, what_to_do: str, action: Action | None) -> Box:
    if action is None:
        return Box(Tone.URGENT, title, (Paragraph(what_to_do),))
    done = f"Done on {day(action.on)} by {subject.person(action.by)}: {action.what}"
    return Box(Tone.CALM, f"{title}: action recorded", (Paragraph(done),))


def _contacts(subject: Subject) -> Box:
    if subject.site is None:
        missing = (
            "No contacts of your service were given (rootwise report --site FILE). "
            "Use the emergency and child-protection numbers where you are."
        )
        return Box(Tone.URGENT, "Who to call", (Paragraph(missing),))
    items = tuple(
        Item(f"{one.name}, {one.phone}{f' ({one.hours})' if one.hours else ''}", name=CONTACT_NAMES[one.kind], small=one.note or "")
        for one in subject.site.contacts
    )
    return Box(Tone.PLAIN, f"Who to call: {subject.site.site}", (Points(items),))


def _not_asked(subject: Subject) -> Box:
    safety = subject.instrument.safety
    questions = {
        BASIC_NEEDS: ("Basic needs", "Does the child have food, warmth, a bed, medicine and care?"),
        SAFE_PLACE: ("Safe place", "Does the child have a safe place to be, today and tonight?"),
        **{one.id: (one.name, one.question) for one in safety.red_flags},
    }
    items = tuple(Item(questions[one][1], name=questions[one][0]) for one in subject.profile.gate.not_asked)
    return Box(Tone.PLAIN, "Not asked yet", (Paragraph(safety.escalation.not_asked), Points(items)))
