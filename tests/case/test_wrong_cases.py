"""Every kind of wrong case file: the whole message, with the line, and nothing besides."""

import os
from pathlib import Path

import pytest

from rootwise.case import read_case
from rootwise.errors import InvalidFile
from tests.case.short_case import SHORT, spoilt, told
from tests.soon import told_soon

HINT = "`rootwise check --schema` describes every key"
NO_WHOLE_NUMBER = "this is not a whole number. Write a whole number without quotes"
OFF_SCALE = "this rating is not on the scale. A whole number from 1 to 12"
OFF_LEVELS = "this level is not on the scale. A whole number from 0 to 4"
NO_LEVEL = (
    "this is neither a level nor a reason. "
    "A whole number without quotes, or one of not_asked, not_observed, not_applicable, declined, unknown"
)
NOT_LISTED = "this person is not in `raters`. List everybody who answers under `raters`, and use that id here"
NO_PROFESSIONAL = "only a professional can record an action. Name a rater whose role is not caregiver or teacher"
NO_KEYS = "keys with values were expected here. Write `key: value` lines, indented"
NO_BIRTH = "this is not a date, a month or a year. Write 2018-03-09, 2018-03 or 2018, as exactly as it is known"
NO_DATE = "this is not a date. Write it as 2026-05-20"
NO_CHOICE = "this word is not one of the choices."
LOOK_AT_DATES = "Look at `child.birth_date` and at this date"
NO_INSTRUMENT = (
    "2: instrument: there is no such instrument or version here. One of open-functional-map@1, or give yours with --instrument FILE"
)

NO_EVENT = (
    "there is no such kind of event. One of substance_exposure, pregnancy_stress, "
    "child_illness, early_separation, neglect_of_needs, emotional_neglect, physical_abuse, sexual_abuse, emotional_abuse, "
    "violence_at_home, caregiver_substance_use, caregiver_mental_illness, caregiver_in_prison, loss_of_caregiver, "
    "placement_change, hunger_or_homelessness, bullying, community_violence, displacement, discrimination"
)
NO_RELATION = (
    "there is no such relation. One of safe_adults, caregiver_attunement, caregiver_strain, "
    "placement_stability, peers, school_belonging, extended_family, community_culture"
)
NO_ROLE = (
    "this word is not one of the choices. One of 'clinician', 'occupational_therapist', 'therapist', "
    "'case_worker', 'supervisor', 'caregiver' or 'teacher'"
)
NO_ID = "this id is not written in the form that is needed. Small letters, digits, - and _, beginning with a letter"
UNKNOWN_KEY = f"this key is not known here. Check its spelling and indentation; {HINT}"
LISTED = "`rootwise instrument show open-functional-map@1` lists them"

MANY = [  # of the file with many faults
    f"3: child.birth_date: {NO_BIRTH}",
    "3: child.gestation_weeks: this number is too small. At least 20",
    f"3: child.id: {NO_ID}",
    f"4: assessed_on: {NO_DATE}",
    f"6: raters[1].role: {NO_ROLE}",
    f"7: raters[2].nam: {UNKNOWN_KEY}",
    f"8: safety.safe_place: this key is missing. Add it; {HINT}",
    f"9: safety.basic_needs: {NO_CHOICE} One of 'met', 'not_met' or 'not_asked'",
    f"11: safety.red_flags.self_harm.action.by: {NO_PROFESSIONAL}",
    f"12: safety.red_flags.lost: there is no such red flag. {LISTED}",
    f"14: history.infancy.adversity: {OFF_LEVELS}",
    f"14: history.infancy.events[1].type: {NO_EVENT}",
    f"15: relations.friends: {NO_RELATION}",
    f"15: relations.peers: {NO_LEVEL}",
    f"17: ratings.sleep.rating: {OFF_SCALE}",
    "18: ratings.sleep: this key stands here a second time (first on line 17). Keep one of the two",
    f"19: ratings.moood: there is no such function. {LISTED}",
    "20: ratings.mood: one rater stands here twice. Keep one entry for each rater",
    f"21: ratings.memory.by: {NOT_LISTED}",
    f"21: ratings.memory.rating: {NO_WHOLE_NUMBER}",
    f"22: contxt: {UNKNOWN_KEY}",
]


def test_the_short_case_is_right(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(SHORT)

    assert read_case(tmp_path / "case.yaml").case.child.id == "river-01"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("0", OFF_SCALE),
        ("13", OFF_SCALE),
        ("-1", OFF_SCALE),
        ("999999999999999999", OFF_SCALE),
        ('"5"', NO_WHOLE_NUMBER),
        ("5.0", NO_WHOLE_NUMBER),
        ("1e1", NO_WHOLE_NUMBER),
        ("true", NO_WHOLE_NUMBER),
        ("yes", NO_WHOLE_NUMBER),
        ("~", NO_WHOLE_NUMBER),
        ("[5]", NO_WHOLE_NUMBER),
        ("{a: 5}", NO_WHOLE_NUMBER),
    ],
)
def test_a_wrong_rating_is_told(tmp_path: Path, wrong: str, message: str) -> None:
    assert told(tmp_path, spoilt("rating: 5", f"rating: {wrong}")) == [f"19: ratings.sleep[1].rating: {message}"]


@pytest.mark.parametrize(
    ("right", "wrong", "messages"),
    [
        ("map@1", "map@2", [NO_INSTRUMENT]),
        ("map@1", "map", [NO_INSTRUMENT]),
        ("open-functional-map@1", "5", ["2: instrument: this is not text. Write text; put it in quotes if it looks like a number"]),
        ("rootwise: 1", "rootwise: 2", ["1: rootwise: this version of the format is not known. Write 1"]),
        ("rootwise: 1\n", "", [f"1: rootwise: this key is missing. Add it; {HINT}"]),
        ("by: foster", "by: kh", ["19: ratings.sleep: one rater stands here twice. Keep one entry for each rater"]),
        ("by: foster", "by: nobody", [f"19: ratings.sleep[2].by: {NOT_LISTED}"]),
        ("not_observed, by: kh", "not_observed, by: nobody", [f"20: ratings.literacy.by: {NOT_LISTED}"]),
        (
            "not_observed, by: kh",
            "not_observed, rating: 5, by: kh",
            [f"20: ratings.literacy.missing: this key is not known here. Check its spelling and indentation; {HINT}"],
        ),
        (
            "not_observed",
            "forgotten",
            [f"20: ratings.literacy.missing: {NO_CHOICE} One of 'not_asked', 'not_observed', 'not_applicable', 'declined' or 'unknown'"],
        ),
        ("{missing: not_observed, by: kh}", "7", [f"20: ratings.literacy: {NO_KEYS}"]),
        ("{missing: not_observed, by: kh}", "", [f"20: ratings.literacy: {NO_KEYS}"]),
        ("{missing: not_observed, by: kh}", "[]", ["20: ratings.literacy: too few entries. At least 1"]),
        ("{missing: not_observed, by: kh}", "{rating: 5}", [f"20: ratings.literacy.by: this key is missing. Add it; {HINT}"]),
        (
            "literacy:",
            "spelling:",
            ["20: ratings.spelling: there is no such function. `rootwise instrument show open-functional-map@1` lists them"],
        ),
        ("confidence: sure", "confidence: certain", [f"19: ratings.sleep[2].confidence: {NO_CHOICE} One of sure, likely, guess"]),
        (
            "role: clinician",
            "role: [clinician]",
            [
                f"6: raters[1].role: {NO_ROLE}",
                f"12: safety.red_flags.self_harm.action.by: {NO_PROFESSIONAL}",
            ],
        ),
        (
            "id: foster, role",
            "id: kh, role",
            [
                "5: raters: two raters have the same id. Give each rater an id of their own",
                f"19: ratings.sleep[2].by: {NOT_LISTED}",
            ],
        ),
        (
            "action: {by: kh",
            "action: {by: foster",
            [f"12: safety.red_flags.self_harm.action.by: {NO_PROFESSIONAL}"],
        ),
        ("action: {by: kh", "action: {by: nobody", [f"12: safety.red_flags.self_harm.action.by: {NOT_LISTED}"]),
        (
            "answer: yes",
            "answer: no",
            ["12: safety.red_flags.self_harm: an action is recorded, but the answer is not yes. Answer yes, or move the words to `note`"],
        ),
        ("Seen by the doctor.", "''", ["12: safety.red_flags.self_harm.action.what: this text is empty. Write it, or leave the key out"]),
        ("missing: no\n", "missing: maybe\n", [f"13: safety.red_flags.missing: {NO_CHOICE} One of 'yes', 'no' or 'not_asked'"]),
        ("missing: no\n", "missing: 0\n", [f"13: safety.red_flags.missing: {NO_KEYS}"]),
        ("missing: no\n", "missing:\n", [f"13: safety.red_flags.missing: {NO_KEYS}"]),
        (
            "    missing: no\n",
            "    lost: no\n",
            ["13: safety.red_flags.lost: there is no such red flag. `rootwise instrument show open-functional-map@1` lists them"],
        ),
        ("basic_needs: met", "basic_needs: yes", [f"9: safety.basic_needs: {NO_CHOICE} One of 'met', 'not_met' or 'not_asked'"]),
        (
            "safe_place: yes",
            "safe_place: {answer: yes, action: {by: kh, on: 2026-05-19, what: Moved.}}",
            ["10: safety.safe_place: an action is recorded, but the answer is not no. Answer no, or move the words to `note`"],
        ),
        ("  safe_place: yes\n", "", [f"8: safety.safe_place: this key is missing. Add it; {HINT}"]),
        (
            "neglect_of_needs",
            "neglect",
            [f"15: history.infancy.events[1].type: {NO_EVENT}"],
        ),
        ("severity: 3", "severity: 5", [f"15: history.infancy.events[1].severity: {OFF_LEVELS}"]),
        ("adversity: 3", "adversity: 5", [f"15: history.infancy.adversity: {OFF_LEVELS}"]),
        ("adversity: 3", "adversity: -1", [f"15: history.infancy.adversity: {OFF_LEVELS}"]),
        ("adversity: 3", "adversity: '3'", [f"15: history.infancy.adversity: {NO_LEVEL}"]),
        ("adversity: 3", "adversity: 3.0", [f"15: history.infancy.adversity: {NO_LEVEL}"]),
        ("adversity: 3", "adversity: true", [f"15: history.infancy.adversity: {NO_LEVEL}"]),
        ("adversity: 3", "adversity: ~", [f"15: history.infancy.adversity: {NO_LEVEL}"]),
        ("relational_health: unknown", "relational_health: none", [f"15: history.infancy.relational_health: {NO_LEVEL}"]),
        (
            "infancy:",
            "babyhood:",
            ["15: history.babyhood: there is no such period. One of prenatal, perinatal, infancy, early_childhood, childhood, youth"],
        ),
        ("infancy:", "youth:", ["15: history.youth: the child has not reached this period yet. Leave it out, or look at the birth date"]),
        ("peers: 1", "peers: 5", [f"17: relations.peers: {OFF_LEVELS}"]),
        (
            "peers: 1",
            "friends: 1",
            [f"17: relations.friends: {NO_RELATION}"],
        ),
        ("2018-03,", "2018-13,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "2018-00,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "2018-02-29,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "03/2018,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "18,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "0000,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "true,", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "[],", [f"3: child.birth_date: {NO_BIRTH}"]),
        ("2018-03,", "2026-06,", [f"4: assessed_on: the child was born after this day. {LOOK_AT_DATES}"]),
        ("2018-03,", "2026-05-21,", [f"4: assessed_on: the child was born after this day. {LOOK_AT_DATES}"]),
        ("2018-03,", "2005-05-19,", [f"4: assessed_on: the child would be over 21 years old. {LOOK_AT_DATES}"]),
        ("2018-03,", "2005-04,", [f"4: assessed_on: the child would be over 21 years old. {LOOK_AT_DATES}"]),
        ("2018-03,", "2004,", [f"4: assessed_on: the child would be over 21 years old. {LOOK_AT_DATES}"]),
        ("2026-05-20", "2026-05", [f"4: assessed_on: {NO_DATE}"]),
        ("2026-05-20", "2026", [f"4: assessed_on: {NO_DATE}"]),
        ("2026-05-20", "2026-02-29", [f"4: assessed_on: {NO_DATE}"]),
        ("gestation_weeks: 36", "gestation_weeks: 19", ["3: child.gestation_weeks: this number is too small. At least 20"]),
        ("gestation_weeks: 36", "gestation_weeks: 45", ["3: child.gestation_weeks: this number is too large. At most 44"]),
        ("gestation_weeks: 36", "gestation_weeks: 36.5", [f"3: child.gestation_weeks: {NO_WHOLE_NUMBER}"]),
        (
            "river-01",
            "River 01",
            [f"3: child.id: {NO_ID}"],
        ),
        ("[home]", "[home, moon]", [f"22: context.settings[2]: {NO_CHOICE} One of 'home', 'school', 'therapy' or 'outdoors'"]),
        ("context:", "contxt:", [f"21: contxt: this key is not known here. Check its spelling and indentation; {HINT}"]),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_nothing_else(tmp_path: Path, right: str, wrong: str, messages: list[str]) -> None:
    assert told(tmp_path, spoilt(right, wrong)) == messages


def test_one_broken_rater_is_not_told_as_too_few(tmp_path: Path) -> None:
    alone = spoilt("  - {id: foster, role: caregiver}\n", "").replace("by: foster", "by: kh").replace("{rating: 5, by: kh}, ", "")

    assert told(tmp_path, alone.replace("clinician}", "clinician, name: ''}")) == [
        "6: raters[1].name: this text is empty. Write it, or leave the key out"
    ]


@pytest.mark.parametrize("content", ["", "5\n", "- 1\n", "text\n", "true\n"])
def test_a_file_that_is_not_made_of_keys_is_told(tmp_path: Path, content: str) -> None:
    assert [one.removeprefix("1:").strip() for one in told(tmp_path, content)] == [NO_KEYS]


def test_a_file_without_any_key_is_told_what_it_lacks(tmp_path: Path) -> None:
    keys = ("assessed_on", "child", "instrument", "raters", "ratings", "rootwise", "safety")

    assert told(tmp_path, "{}") == [
        f"1: {key}: this key is missing (the file is empty or not made of keys). Add it; {HINT}" for key in keys
    ]


def test_a_file_with_many_faults_is_told_all_of_them_at_once(tmp_path: Path) -> None:
    content = """\
rootwise: 1
instrument: open-functional-map@1
child: {id: River, birth_date: 2018-3, gestation_weeks: 12}
assessed_on: 2026-05-32
raters:
  - {id: kh, role: doctor}
  - {id: foster, role: caregiver, nam: Ada}
safety:
  basic_needs: yes
  red_flags:
    self_harm: {answer: yes, action: {by: foster, on: 2026-05-19, what: Talked.}}
    lost: no
history:
  infancy: {adversity: 7, events: [{type: rain}]}
relations: {friends: 2, peers: five}
ratings:
  sleep: {rating: 0, by: foster}
  sleep: {rating: 13, by: foster}
  moood: {rating: 5, by: foster}
  mood: [{rating: 5, by: foster}, {rating: 6, by: foster}]
  memory: {rating: "5", by: nobody}
contxt: {}
"""

    assert told(tmp_path, content) == MANY


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x7fELF\x00\x01", "1: there is a control character, so this is not a text file. Save the file as plain text in UTF-8"),
        (b"\x89PNG\r\n", "1: this is not UTF-8 text. Save the file as plain text in UTF-8"),
        (b"a: &a [x]\nb: [*a, *a]\n", "1: anchors and aliases (& and *) are not accepted. Write the value out in full"),
        (b"[" * 100_000, "1: values are nested deeper than 24 levels. A case file needs about six"),
    ],
)
def test_what_is_no_case_file_at_all_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    assert told(tmp_path, content) == [message]


def test_a_gigabyte_is_no_case_file(tmp_path: Path) -> None:
    place = tmp_path / "large.yaml"
    place.touch()
    os.truncate(place, 2**30)

    with told_soon(), pytest.raises(InvalidFile) as refused:
        read_case(place)

    assert str(refused.value) == f"{place}: the file is larger than 1024 KiB. A case file holds one child at one assessment"


def test_a_missing_file_and_a_folder_are_no_case_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile) as missing:
        read_case(tmp_path / "none.yaml")
    with pytest.raises(InvalidFile) as folder:
        read_case(tmp_path)

    assert str(missing.value) == f"{tmp_path}/none.yaml: there is no such file. Check the spelling and the folder"
    assert str(folder.value) == f"{tmp_path}: this is a folder. Name one file in it"
