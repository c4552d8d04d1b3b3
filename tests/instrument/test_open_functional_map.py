"""The content of the open functional map, version 1, beside method.md §2 and clinical-facts.md §7.4."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rootwise.instrument import changed_releases, known_instruments, load_instrument
from rootwise.instrument import load as loading
from rootwise.instrument.model import Function

LOADED = load_instrument("open-functional-map@1")
MAP = LOADED.instrument
CONTENT = Path(str(loading.CONTENT))

REGIONS = {  # method.md §2
    "brainstem": "visceral_comfort, oral_motor, eye_movement, startle, orienting",
    "diencephalon": "sleep, appetite, arousal, shutdown, sensory_processing, fine_motor, gross_motor, growth_rhythm",
    "limbic": "mood, reward, attachment, empathy, boundaries, peer_play, memory",
    "cortex": "body_awareness, speech, language, self_image, time_and_waiting, concrete_thinking, nonverbal_reasoning, impulse_control, "
    "numeracy, literacy, abstract_thinking, values",
}
DOMAINS = {  # method.md §2
    "sensory_integration": "visceral_comfort, oral_motor, eye_movement, startle, sensory_processing, fine_motor, gross_motor, "
    "body_awareness",
    "self_regulation": "orienting, sleep, appetite, arousal, shutdown, growth_rhythm, mood, impulse_control, time_and_waiting",
    "relational": "attachment, empathy, reward, boundaries, peer_play, self_image, values",
    "cognitive": "memory, speech, language, concrete_thinking, nonverbal_reasoning, numeracy, literacy, abstract_thinking",
}
RED_FLAGS = {  # clinical-facts.md §7.4, by its numbers
    1: {"suicidal_thoughts", "self_harm"},
    2: {"abuse_or_neglect", "unsafe_caregiver", "injury_or_body_sign"},
    3: {"serious_violence_or_fire", "harm_to_animals"},
    4: {"seizure_or_blank_spell", "sudden_illness"},
    5: {"loss_of_skill"},
    6: {"psychosis_or_mania", "severe_dissociation"},
    7: {"not_eating_or_drinking"},
    8: {"ill_infant"},
    9: {"sexual_behaviour"},
    10: {"intoxication"},
    11: {"missing", "exploitation"},
    12: {"caregiver_crisis", "holding_or_restraint"},
    13: {"new_physical_signs"},
    14: {"development_worry"},
}
WORDS_OF_THE_FACTS = {  # what each flag has to ask about, in the words of §7.4
    "suicidal_thoughts": "dying|ending their life",
    "self_harm": "hurt their own body",
    "injury_or_body_sign": "injury.*pregnancy.*infection",
    "serious_violence_or_fire": "kill.*weapon.*fire",
    "harm_to_animals": "animal",
    "seizure_or_blank_spell": "seizure.*blank",
    "sudden_illness": "fainted during effort.*head.*headache.*vomiting.*weakness",
    "loss_of_skill": "at any age.*words",
    "psychosis_or_mania": "others do not.*driven",
    "severe_dissociation": "frozen.*lost memory.*who",
    "not_eating_or_drinking": "eating or drinking.*weight.*growing.*urine",
    "ill_infant": "under 3 months.*fever.*floppy.*feeding.*breathing stops",
    "sexual_behaviour": "forced.*aggressive.*beyond",
    "intoxication": "drunk.*overdosed.*withdrawal",
    "missing": "missing.*run away",
    "exploitation": "uses the child",
    "caregiver_crisis": "suicide.*real.*drunk.*hurting the child",
    "holding_or_restraint": "holding by force",
    "new_physical_signs": "wet or soil.*pain.*sleep",
    "development_worry": "worried about how the child is developing",
}
FORBIDDEN = re.compile(
    r"brain damage|damaged|d[iy]sregulat|disorder|abnormal|pathological|deviant|manipulat|attention.seeking|naughty|lazy|tantrum"
    r"|retard|mental age|brain age|lizard|reptilian|unadoptable|unfit|bad (mother|father|parent)|non-?compliant|defiant",
    re.IGNORECASE,
)


def _sentences() -> Iterator[tuple[str, str]]:
    """Every text that people read, with where it stands."""
    for function in MAP.functions:
        yield function.id, f"{function.name}: {function.definition}"
        yield from ((f"{function.id} {anchor.rating}", anchor.text) for anchor in function.anchors)
        yield from ((f"{function.id} {icf.code}", icf.label) for icf in function.icf)
    for group in (MAP.regions, MAP.domains, MAP.phases, MAP.bands, MAP.history.event_types):
        yield from ((one.id, f"{one.name}: {one.text}") for one in group)
    for flag in MAP.safety.red_flags:
        yield flag.id, f"{flag.name}: {flag.question} {flag.action}"
    for item in MAP.relations.items:
        yield item.id, f"{item.name}: {item.text}"
        yield from ((f"{item.id} {level.level}", level.text) for level in item.levels)
    for levels in (MAP.history.adversity_levels, MAP.history.relational_health_levels):
        yield from (("history", level.text) for level in levels)
    yield "escalation", " ".join(MAP.safety.escalation.model_dump().values())


SENTENCES = list(_sentences())


def test_the_functions_stand_in_the_regions_of_the_method_bottom_up() -> None:
    assert [(one.region, one.id) for one in MAP.functions] == [
        (region, function) for region, functions in REGIONS.items() for function in functions.split(", ")
    ]
    assert len(MAP.functions) == 32


def test_the_functions_belong_to_the_domains_of_the_method() -> None:
    assert [one.id for one in MAP.domains] == list(DOMAINS)
    for domain, functions in DOMAINS.items():
        assert {one.id for one in MAP.functions if one.domain == domain} == set(functions.split(", "))


@pytest.mark.parametrize("function", MAP.functions, ids=lambda one: one.id)
def test_a_function_has_six_anchors_each_with_one_short_sentence_and_its_source(function: Function) -> None:
    assert [anchor.rating for anchor in function.anchors] == [2, 4, 6, 8, 10, 12]
    assert all(anchor.source == ("project draft",) or set(anchor.source) <= MAP.sources.keys() for anchor in function.anchors)
    assert all(len(anchor.text) < 200 and anchor.text.count(". ") == 0 and anchor.text.endswith(".") for anchor in function.anchors)
    assert all(anchor.text[0].isupper() for anchor in function.anchors)
    assert len({anchor.text for anchor in function.anchors}) == 6


def test_no_anchor_is_worded_twice() -> None:
    texts = [anchor.text for function in MAP.functions for anchor in function.anchors]

    assert len(set(texts)) == len(texts) == 192


def test_no_text_blames_or_labels() -> None:
    assert len(SENTENCES) > 400
    assert [where for where, text in SENTENCES if FORBIDDEN.search(text)] == []


def test_every_red_flag_of_the_facts_is_asked_and_no_other() -> None:
    assert {one.id for one in MAP.safety.red_flags} == set().union(*RED_FLAGS.values())


@pytest.mark.parametrize("flag", WORDS_OF_THE_FACTS)
def test_a_red_flag_asks_what_the_facts_name(flag: str) -> None:
    assert re.search(WORDS_OF_THE_FACTS[flag], MAP.red_flag(flag).question)
    assert MAP.red_flag(flag).question.endswith("?")


@pytest.mark.parametrize("flag", ["suicidal_thoughts", "missing", "ill_infant", "sudden_illness", "intoxication", "caregiver_crisis"])
def test_what_cannot_wait_names_the_emergency_number(flag: str) -> None:
    assert MAP.red_flag(flag).severity == "now"
    assert "your emergency number" in MAP.red_flag(flag).action


def test_a_loss_of_skill_is_seen_by_a_doctor_on_the_same_day() -> None:
    assert MAP.red_flag("loss_of_skill").severity == "today"
    assert "Call the paediatrician today" in MAP.red_flag("loss_of_skill").action


def test_the_numbers_are_those_of_the_method() -> None:
    assert (MAP.scale.lowest, MAP.scale.highest) == (1, 12)
    assert MAP.thresholds.model_dump() == {
        "minimum_share": 0.8,
        "interval": 0.9,
        "missing_sd": 2,
        "typical_from_percent": 85,
        "start_decided_at": 0.6,
        "readiness_least_unsteady": 2,
        "below_from_steps": 1,
        "correct_age_below_months": 24,
        "preterm_below_weeks": 37,
        "term_weeks": 40,
        "confidence_not_stated": "likely",
    }
    assert [(one.id, one.sd) for one in MAP.confidences] == [("sure", 0.5), ("likely", 1), ("guess", 2)]
    assert [(one.id, one.below) for one in MAP.bands] == [("essential", 65), ("therapeutic", 85), ("enrichment", None)]


def test_the_periods_are_those_of_the_method() -> None:
    assert [(one.id, one.from_months, one.to_months) for one in MAP.history.periods] == [
        ("prenatal", None, 0),
        ("perinatal", 0, 2),
        ("infancy", 2, 13),
        ("early_childhood", 13, 48),
        ("childhood", 48, 132),
        ("youth", 132, None),
    ]
    assert len(MAP.history.adversity_levels) == len(MAP.history.relational_health_levels) == 5


def test_the_relations_are_the_eight_of_the_method_and_strain_counts_the_other_way() -> None:
    assert [(one.id, one.reverse, len(one.levels)) for one in MAP.relations.items] == [
        ("safe_adults", False, 5),
        ("caregiver_attunement", False, 5),
        ("caregiver_strain", True, 5),
        ("placement_stability", False, 5),
        ("peers", False, 5),
        ("school_belonging", False, 5),
        ("extended_family", False, 5),
        ("community_culture", False, 5),
    ]


def test_the_phases_open_as_the_method_says() -> None:
    regulate, relate, reason = MAP.phases

    assert [one.regions for one in MAP.phases] == [("brainstem", "diencephalon"), ("limbic",), ("cortex",)]
    assert regulate.opens is None
    assert relate.opens is not None
    assert relate.opens.model_dump() == {
        "needs": "any",
        "conditions": (
            {"kind": "no_region_in_band", "regions": ("brainstem", "diencephalon"), "band": "essential"},
            {"kind": "functions_at_least", "functions": ("arousal", "shutdown"), "percent": 85},
        ),
    }
    assert reason.opens is not None
    assert reason.opens.model_dump() == {
        "needs": "all",
        "conditions": (
            {"kind": "domains_at_least", "domains": ("sensory_integration", "self_regulation", "relational"), "percent": 65},
            {"kind": "readiness_at_least", "of_typical": 0.5},
        ),
    }


def test_it_says_that_it_is_not_validated_and_that_nobody_has_reviewed_it_yet() -> None:
    assert "have not been validated yet" in MAP.limits[0].text
    assert MAP.clinical_reviewer is None


def test_the_hash_is_that_of_the_file() -> None:
    assert hashlib.sha256((CONTENT / "open-functional-map@1.yaml").read_bytes()).hexdigest() == LOADED.sha256


def test_no_released_file_was_edited() -> None:
    assert known_instruments() == ["open-functional-map@1"]
    assert changed_releases() == []


def test_an_edited_and_a_missing_release_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here@1.yaml").write_text("edited")
    (tmp_path / "new@1.yaml").write_text("new")
    (tmp_path / "released.yaml").write_text(f"gone@1: {'0' * 64}\nhere@1: {'0' * 64}\n")
    monkeypatch.setattr(loading, "CONTENT", tmp_path)

    assert [str(one).replace(f"{tmp_path}/", "") for one in changed_releases()] == [
        "released.yaml:1: gone@1: this released file is gone. Bring it back: stored profiles refer to it",
        "released.yaml:2: here@1: this released file was edited. Undo the edit and release a new version beside it",
    ]


@pytest.mark.parametrize("name", ["open-functional-map@2", "open-functional-map", "../content/open-functional-map@1", "released", ""])
def test_an_unknown_instrument_is_told_with_those_that_are_here(name: str) -> None:
    with pytest.raises(loading.UnknownInstrument) as unknown:
        load_instrument(name)

    assert str(unknown.value) == "There is no such instrument. Here are: open-functional-map@1. Your own is given with --instrument FILE."
