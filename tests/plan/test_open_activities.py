"""What every entry of the open catalogue must keep, whoever writes the next one."""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from rootwise.case.vocabulary import Moment, Precaution, Setting
from rootwise.document.kinds import PROJECT_DRAFT
from rootwise.instrument.typical import table_step, typical_table
from rootwise.plan.catalogue import Activity, changed_releases, known_catalogues
from rootwise.plan.catalogue.model import Grade, Kind, Lead, Rule
from tests.plan.drawn_plan import OPEN, OPEN_FILE, activity, plan, why_not
from tests.profile.drawn import MAP

CATALOGUE = OPEN.catalogue
ALL = CATALOGUE.activities
EVERYDAY = [one for one in ALL if one.kind is Kind.EVERYDAY]
INFANT = [one for one in ALL if one.ages.to_years < 1 or one.ages.from_years == 0]
CODES = [f"{letter}{number:02}" for letter, last in (("B", 30), ("D", 30), ("R", 31), ("K", 27)) for number in range(1, last + 1)]

# What one person does to the body of another. Words of names, reasons and steps; `adapt` is enough where touch is an extra.
TOUCHES = {
    "skin_to_skin",
    "rocking_together",
    "carrying_in_a_sling",
    "infant_massage",
    "massage_by_choice",
    "cushion_press",
    "warm_bath",
    "theraplay",
    "coercive_holding",
}
TOUCH_WORDS = re.compile(
    r"\b(massage|bare chest|in your arms|on your lap|stroke|sling|press (?:on|down)|hand-over-hand|cuddle)\b", re.IGNORECASE
)
ALONE = {"self_massage"}
SMALL_CHILD = re.compile(r"\b(lap|cradle|baby|babies|nappy|toddler|peekaboo|dummy|pram)\b", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(rewir\w+|hard-?wired|heals|damaged|guaranteed|miracle|brain (?:damage|age)|normal child(?:ren)?|disordered|manipulat\w+"
    r"|(?:repair|heal|cure|reset|change|build|grow)\w* (?:\w+ ){0,2}(?:brains?|brainstem|trauma|nervous system|vagus)"
    r"|attention-seeking|refuses to|naughty|spoilt|lazy|bad behaviour)\b",
    re.IGNORECASE,
)
NO_DIRECT_EVIDENCE = re.compile(
    r"no direct evidence|no trial|found none|none is known|not been (?:tested|studied)|nobody has tested", re.IGNORECASE
)


def sentences(one: Activity) -> Iterator[str]:
    """Everything a person reads of an entry."""
    yield from (one.name, one.why, *one.steps, *one.stop_when, *one.adaptations, one.evidence.outcome, one.culture_and_access, *one.likes)
    yield from (precaution.text for precaution in one.precautions)


def done(one: Activity) -> str:
    """What it is called and how it is done."""
    return " ".join((one.name, *one.steps))


def rules(one: Activity, when: Precaution) -> set[Rule]:
    return {precaution.rule for precaution in one.precautions if precaution.when is when}


def test_the_catalogue_holds_every_row_of_the_facts_once() -> None:
    codes = Counter(one.code for one in ALL if one.code is not None)

    assert {code: codes[code] for code in CODES} == dict.fromkeys(CODES, 1)
    assert set(codes) == set(CODES)
    assert len(ALL) >= 118


def test_every_released_catalogue_has_the_hash_it_was_released_with() -> None:
    assert known_catalogues() == ["open-activities@1"]
    assert [str(one) for one in changed_releases()] == []


def test_only_forced_holding_is_refused_and_with_its_reason() -> None:
    assert [(one.id, one.code, one.evidence.grade) for one in ALL if one.kind is Kind.NEVER or one.evidence.grade is Grade.X] == [
        ("coercive_holding", "R31", Grade.X)
    ]


@pytest.mark.parametrize("days", [200, 1200, 3000, 6000])
def test_forced_holding_is_refused_for_every_child(days: int) -> None:
    told = why_not(plan({"diencephalon": 3}, days=days, others=3), "coercive_holding")

    assert told[0] == f"Never offered. {CATALOGUE.activity('coercive_holding').why}"
    assert "child deaths" in told[0]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_words_are_plain_and_promise_nothing(one: Activity) -> None:
    words = list(sentences(one))

    assert [text for text in words if len(text) >= 400 or "\u2014" in text or text != text.strip()] == []
    assert [found.group() for text in words for found in PROMISES.finditer(text)] == []


@pytest.mark.parametrize("one", EVERYDAY, ids=lambda one: one.id)
def test_an_everyday_entry_can_be_done_from_the_page(one: Activity) -> None:
    dose = one.dose

    assert len(one.steps) >= 3
    assert dose.minutes.start >= 1
    assert dose.per_day.start >= 1
    assert dose.days_per_week.end in range(1, 8)
    assert dose.minutes.end * dose.per_day.start <= 240
    assert set(one.leads) & {Lead.CAREGIVER, Lead.TEACHER, Lead.CHILD}
    assert set(one.settings) & {Setting.HOME, Setting.SCHOOL, Setting.OUTDOORS}


@pytest.mark.parametrize("one", [one for one in ALL if one.kind is Kind.TREATMENT], ids=lambda one: one.id)
def test_a_treatment_is_led_by_somebody_who_is_trained(one: Activity) -> None:
    assert set(one.leads) <= {Lead.CLINICIAN, Lead.THERAPIST, Lead.OCCUPATIONAL_THERAPIST}


@pytest.mark.parametrize("one", [one for one in EVERYDAY if one.ages.to_years > 12], ids=lambda one: one.id)
def test_nobody_over_twelve_is_handed_a_toddlers_game(one: Activity) -> None:
    found = [word.group() for word in SMALL_CHILD.finditer(done(one)) if f"{word.group()} pad" not in done(one)]

    # What names a small child only to keep it safe, or holds from birth to youth, says how it goes for a teenager.
    assert found == [] or (one.ages.from_years < 3 and any(re.search("teenager|older child", text) for text in one.adaptations))


@pytest.mark.parametrize(
    "one", [one for one in ALL if re.search("weighted|heavy blanket", done(one), re.IGNORECASE)], ids=lambda one: one.id
)
def test_nothing_is_weighted_under_five_years(one: Activity) -> None:
    assert one.ages.from_years >= 5


@pytest.mark.parametrize(
    "one", [one for one in ALL if {"weighted_lap_pad", "weighted_blanket"} & set(one.equipment)], ids=lambda one: one.id
)
def test_weight_asks_the_doctor_first(one: Activity) -> None:
    asked = {Precaution.BREATHING, Precaution.HEART, Precaution.SEIZURES, Precaution.BONES_AND_JOINTS}

    assert {when for when in asked if rules(one, when) & {Rule.ASK, Rule.EXCLUDE}} == asked
    assert one.ages.from_years >= 5


@pytest.mark.parametrize("one", INFANT, ids=lambda one: one.id)
def test_an_infant_gets_no_pillow_and_no_weight(one: Activity) -> None:
    assert not re.search(r"\b(pillows?|weighted|heavy blanket|cushions?)\b", " ".join(one.steps), re.IGNORECASE)


@pytest.mark.parametrize(
    "one",
    [one for one in INFANT if one.kind is Kind.EVERYDAY and (Moment.SLEEP in one.best_before or "sleep" in one.functions)],
    ids=lambda one: one.id,
)
def test_what_makes_an_infant_sleepy_speaks_of_safe_sleep(one: Activity) -> None:
    texts = [precaution.text for precaution in one.precautions if precaution.when is Precaution.INFANT_SLEEP]

    assert [text for text in texts if re.search(r"back|flat", text)]


@pytest.mark.parametrize("one", [one for one in ALL if one.id in TOUCHES], ids=lambda one: one.id)
def test_touch_by_another_person_is_ruled_out_where_touch_has_hurt(one: Activity) -> None:
    assert Rule.EXCLUDE in rules(one, Precaution.TOUCH_HISTORY)


@pytest.mark.parametrize("one", [one for one in ALL if TOUCH_WORDS.search(done(one)) and one.id not in ALONE], ids=lambda one: one.id)
def test_wherever_touch_is_spoken_of_a_history_of_touch_is_too(one: Activity) -> None:
    assert rules(one, Precaution.TOUCH_HISTORY)


def test_the_list_of_what_touches_is_up_to_date() -> None:
    assert {one.id for one in ALL} >= TOUCHES


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_evidence_says_what_it_is_and_where_it_comes_from(one: Activity) -> None:
    keys = {*one.evidence.sources, *one.dose.source}

    assert keys - {PROJECT_DRAFT} <= set(CATALOGUE.sources)
    assert one.evidence.grade is not Grade.D or NO_DIRECT_EVIDENCE.search(one.evidence.outcome)
    assert PROJECT_DRAFT not in one.evidence.sources or len(one.evidence.sources) == 1


@pytest.mark.parametrize(
    "one",
    [one for one in ALL if one.evidence.grade in (Grade.A, Grade.B) and PROJECT_DRAFT in one.evidence.sources],
    ids=lambda one: one.id,
)
def test_a_good_grade_without_a_source_says_that_there_is_none(one: Activity) -> None:
    assert re.search(r"re-read|checked|no source|none is named|to be read", one.evidence.outcome)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_what_stands_in_can_be_done_by_this_child(one: Activity) -> None:
    """Another everyday entry, meant for some of the same ages, that the same precaution neither rules out nor asks about."""
    impossible = [
        (precaution.when, name)
        for precaution in one.precautions
        for name in precaution.instead
        if not _is_possible(CATALOGUE.activity(name), one, precaution.when)
    ]

    assert impossible == []


def _is_possible(other: Activity, one: Activity, when: Precaution) -> bool:
    overlap = other.ages.from_years <= one.ages.to_years and one.ages.from_years <= other.ages.to_years
    return other.kind is not Kind.NEVER and overlap and not rules(other, when) & {Rule.EXCLUDE, Rule.ASK}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_no_entry_repeats_itself(one: Activity) -> None:
    for names in (one.functions, one.regions, one.settings, one.leads, one.equipment, one.best_before, one.likes, one.steps):
        assert len(set(names)) == len(names)
    assert len({(precaution.when, precaution.text) for precaution in one.precautions}) == len(one.precautions)


def test_names_and_ids_differ() -> None:
    names = Counter(one.name.lower() for one in ALL)

    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("one", EVERYDAY, ids=lambda one: one.id)
def test_the_region_is_that_of_one_of_its_functions_or_below(one: Activity) -> None:
    """The phase goes by the first region, so none stands above everything it serves."""
    order = [region.id for region in MAP.instrument.regions]
    served = [order.index(MAP.instrument.function(name).region) for name in one.functions]

    assert order.index(one.regions[0]) <= max(served)


def test_a_child_of_fourteen_is_never_handed_a_small_childs_game() -> None:
    given = plan({"diencephalon": 4, "brainstem": 5}, days=5114, others=9)
    ages = {one["id"]: CATALOGUE.activity(one["id"]).ages for one in given["activities"]}

    assert len(ages) >= 3
    assert [name for name, years in ages.items() if years.to_years < 14] == []


def safe_choices(function: str, years: float, setting: Setting, leads: set[Lead]) -> int:
    """Everyday entries that somebody there can do with a child of this age, those kept at hand included: a plan names them too."""
    return sum(
        function in one.functions and one.ages.hold(12 * years) and setting in one.settings and bool(leads & set(one.leads))
        for one in EVERYDAY
        if not (setting is Setting.SCHOOL and one.school_until_years is not None and years > one.school_until_years)
    )


@pytest.mark.parametrize("years", [0.75, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5])
def test_every_function_has_three_choices_at_home_and_at_school_at_every_age(years: float) -> None:
    """From the age at which a function shows (a third of its scale is typical); at school from three years."""
    alone = {Lead.CHILD} if years >= 6 else set()
    few = {}
    typical = typical_table(MAP.instrument)[:, table_step(np.float64(12 * years))]
    for function, now in zip(MAP.instrument.functions, typical, strict=True):
        if now < 4:
            continue
        found = safe_choices(function.id, years, Setting.HOME, {Lead.CAREGIVER} | alone)
        taught = safe_choices(function.id, years, Setting.SCHOOL, {Lead.TEACHER} | alone) if years >= 3 else 3
        if min(found, taught) < 3:
            few[function.id] = (found, taught)
    assert few == {}


def test_the_file_is_small_enough_to_be_read_at_once() -> None:
    assert len(OPEN_FILE.read_bytes()) < 1_000_000
    assert activity()["id"] not in {one.id for one in ALL}
