"""A case file to fill in: every question of an instrument, nothing answered."""

from textwrap import wrap

from rootwise.instrument import Instrument
from rootwise.instrument.model import Level

_WIDTH = 110


def blank_case(instrument: Instrument) -> str:
    """The text of a case file in which everything is still to be asked, with the wording of each question and scale beside it.

    What must be filled in before it can be read (the child, the dates, the raters) stands in capitals.
    """
    return "\n".join(
        [*_head(instrument), *_safety(instrument), *_history(instrument), *_relations(instrument), *_ratings(instrument), *_context()]
    )


def _head(instrument: Instrument) -> list[str]:
    return [
        "# A case file: everything about one child at one assessment. Replace what stands in CAPITALS, delete what you do not need.",
        "# Not asked yet is an honest answer. `rootwise check` tells every problem with its line.",
        "rootwise: 1",
        f"instrument: {instrument.name}",
        "child: {id: AN-ID, birth_date: YYYY-MM-DD}   # also YYYY-MM or YYYY; name: a first name; gestation_weeks: weeks at birth",
        "assessed_on: YYYY-MM-DD",
        "raters:   # roles: clinician, occupational_therapist, therapist, case_worker, supervisor, caregiver, teacher",
        "  - {id: RATER, role: clinician}",
        "",
    ]


def _safety(instrument: Instrument) -> list[str]:
    lines = [
        "# First: safety. yes, no or not_asked. A yes is answered with what was done:",
        "#   self_harm: {answer: yes, action: {by: RATER, on: YYYY-MM-DD, what: what was done}}",
        "safety:",
        "  basic_needs: not_asked   # met, not_met, not_asked",
        "  safe_place: not_asked    # yes, no, not_asked",
        "  red_flags:",
    ]
    for flag in instrument.safety.red_flags:
        lines += [*_comment(flag.question, "    "), f"    {flag.id}: not_asked"]
    return [*lines, ""]


def _history(instrument: Instrument) -> list[str]:
    history = instrument.history
    return [
        "# What happened, and who was there, by period. Leave out what the child has not reached, and what nobody knows.",
        *_scale("adversity", history.adversity_levels),
        *_scale("relational_health", history.relational_health_levels),
        "# confidence: " + "; ".join(f"{one.id} ({one.text})" for one in instrument.confidences),
        *_comment("events, each with type and if known severity (on the adversity scale), chronic (true or false), source and note: "),
        *_comment(", ".join(kind.id for kind in history.event_types)),
        "history: {}",
        *(
            f"#  {period.id}: {{adversity: 0, relational_health: 4, confidence: likely, events: []}}   # {period.name}"
            for period in history.periods
        ),
        "",
    ]


def _relations(instrument: Instrument) -> list[str]:
    lines = ["# Who is around the child now. A level, or unknown, not_asked, declined, not_applicable.", "relations:"]
    for item in instrument.relations.items:
        lines += [*_scale(item.text, item.levels, "  "), f"  {item.id}: not_asked"]
    return [*lines, ""]


def _ratings(instrument: Instrument) -> list[str]:
    scale = instrument.scale
    lines = [
        f"# The functions: best usual performance, {scale.lowest} to {scale.highest}; numbers between two sentences lie between them.",
        "#   sleep: {rating: 5, confidence: sure, by: RATER, note: in their words}",
        "#   several people: a list of these. Nobody saw it: {missing: not_observed}; also not_asked, not_applicable, declined, unknown",
        "ratings:",
    ]
    for function in instrument.functions:
        lines += ["", *_comment(f"{function.name}. {function.definition}", "  ")]
        for anchor in function.anchors:
            lines += _comment(f"{anchor.rating}: {anchor.text}", "  ")
        lines.append(f"  {function.id}: {{missing: not_asked}}")
    return [*lines, ""]


def _context() -> list[str]:
    return [
        "# The child's days. A plan needs adults with minutes, and settings; a week needs routine too. Days: mon to sun, a list of them,",
        "# every_day, weekdays or weekend. Times in quotes. only: term or only: holidays for what holds in one of them.",
        "context:",
        "  likes: []         # in the child's or caregiver's words, or ids of activities",
        "  adults: []        # - {id: ID, role: caregiver, name: NAME, minutes: 20}   minutes a day they say they can give",
        "                    #   also child_turns_to: true (when upset), strain: 3 (0 to 4, as in caregiver_strain), away: [tue]",
        "  settings: []      # home, school, therapy, outdoors",
        "  time_zone: null   # such as Europe/Madrid; for calendars",
        "  routine: []       # from waking to bedtime, in stretches; leave out the way there and back",
        '                    # - {days: weekdays, from: "07:00", to: "08:20", where: home, with: [ID], called: WHICH OF TWO HOMES}',
        '  moments: []       # - {days: every_day, at: "18:00", what: meal}   meal, demand, homework, sleep (a nap)',
        '  appointments: []  # - {days: thu, from: "15:30", to: "16:20", what: WHAT}   nothing else is placed there',
        '  quiet_hours: []   # - {days: weekdays, from: "15:30", to: "16:00"}   kept free of everything',
        "  holidays: []      # - {from: YYYY-MM-DD, to: YYYY-MM-DD}",
        "  equipment: []",
        "  precautions: []   # such as touch_history, seizures, allergies; `rootwise check --schema` lists them",
        "  allowed: []       # - {activity: ID, by: RATER, on: YYYY-MM-DD}   a professional's yes where a precaution says to ask",
        "  treatments: []    # - {name: NAME, note: NOTE}   already decided on; always kept",
        "",
    ]


def _scale(title: str, levels: tuple[Level, ...], indent: str = "") -> list[str]:
    lines = _comment(title, indent)
    for level in levels:
        lines += _comment(f"  {level.level}: {level.text}", indent)
    return lines


def _comment(text: str, indent: str = "") -> list[str]:
    return [f"{indent}# {line}" for line in wrap(text, _WIDTH)]
