"""The plan as other programs and people at a terminal get it (contract.md): keys and types, why, what if, and what cannot be planned."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from rootwise.case import read_case
from rootwise.document import read_document
from rootwise.plan import plan_json, plan_of
from rootwise.profile import profile_document, profile_of
from tests.cli.command_line import EXAMPLE, ROOT, run
from tests.plan.drawn_plan import OPEN

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
NOT_CASES = {"site.yaml"}
CASES = [one for one in EXAMPLES if one.name not in NOT_CASES]
OPEN_GATE = [one for one in CASES if one.name != "red-flag.yaml"]
WEEK = {"routine", "moments", "appointments", "quiet_hours", "holidays"}
TOKEN = "zq9canary7"
ONLY = "only ratings, relations, context, history can be tried out; what is known to be so is written into the case"
WRITE = "Write --set sleep=7 or --set context.adults.foster.minutes=20."


def document_of(place: Path) -> dict[str, Any]:
    read = read_case(place)
    plain: dict[str, Any] = json.loads(plan_json(plan_of(profile_of(read), read.case, OPEN)))
    return plain


def example(**context: Any) -> dict[str, Any]:
    """The foster-care example as plain values, without its week, with parts of its context replaced."""
    plain: dict[str, Any] = read_document(EXAMPLE).data
    around = {key: value for key, value in plain["context"].items() if key not in WEEK}
    return {**plain, "context": {**around, **context}}


def written(folder: Path, values: dict[str, Any]) -> str:
    place = folder / "case.json"
    place.write_text(json.dumps(values, indent=1))
    return str(place)


def types(values: dict[str, Any]) -> dict[str, type]:
    return {key: type(value) for key, value in values.items()}


# Contract.


@pytest.mark.parametrize("place", OPEN_GATE, ids=lambda one: one.stem)
def test_a_plan_adds_the_keys_of_the_contract_to_the_profile(place: Path) -> None:
    read = read_case(place)
    profile = json.loads(json.dumps(profile_document(profile_of(read))))

    plan = document_of(place)

    assert {key: plan[key] for key in profile} == profile
    assert types({key: value for key, value in plan.items() if key not in profile}) == {
        "catalogue": dict,
        "status": str,
        "because": list,
        "relations_first": list,
        "goals": list,
        "activities": list,
        "options": list,
        "treatments": list,
        "excluded": list,
        "unserved": list,
        "at_hand": list,
        "notes": list,
    }
    assert plan["status"] in ("planned", "insufficient")


@pytest.mark.parametrize("place", OPEN_GATE, ids=lambda one: one.stem)
def test_every_activity_has_the_keys_of_the_contract(place: Path) -> None:
    adults = {one.id for one in read_case(place).case.context.adults} | {None}

    for one in document_of(place)["activities"]:
        shape = {
            "id": str,
            "phase": str,
            "functions": list,
            "dose": dict,
            "setting": str,
            "evidence": dict,
            "precautions": list,
            "needs_another_adult": bool,
        }
        assert types({key: value for key, value in one.items() if key != "with"}) == {**shape, "because": list}
        assert one["with"] in adults
        assert types(one["dose"]) == {"minutes": int, "per_day": int, "days_per_week": int}
        assert types(one["evidence"]) == {"grade": str, "outcome": str, "source": list}
        assert_reasons(one["because"])


@pytest.mark.parametrize("place", OPEN_GATE, ids=lambda one: one.stem)
def test_every_goal_option_and_exclusion_has_its_reasons(place: Path) -> None:
    plan = document_of(place)

    for one in plan["goals"]:
        shape = {"function": str, "now": float, "target": float, "by": str, "seen": str, "steps": dict, "because": list}
        assert types(one) == shape
        assert list(one["steps"]) == ["-2", "-1", "0", "+1", "+2"]
    for one in (*plan["options"], *plan["excluded"]):
        assert types(one) == {"id": str, "because": list}
    for one in (*plan["goals"], *plan["options"], *plan["excluded"]):
        assert_reasons(one["because"])


def assert_reasons(because: list[dict[str, Any]]) -> None:
    assert because
    for reason in because:
        assert {"rule", "text"} <= set(reason) <= {"rule", "text", "values"}
        assert reason["rule"] in ("§7", "§8", "§10", "§11", "§12")
        assert reason["text"]


@pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
def test_the_same_case_gives_the_same_bytes(place: Path) -> None:
    texts = {plan_json(plan_of(profile_of(read), read.case, OPEN)) for read in (read_case(place), read_case(place))}

    assert len(texts) == 1


def test_the_command_prints_the_same_document_and_nothing_else() -> None:
    done = run("plan", EXAMPLE, "--json")

    assert (done.status, done.err, json.loads(done.out)) == (0, "", document_of(Path(EXAMPLE)))


@pytest.mark.parametrize("place", [one for one in OPEN_GATE if "few" not in one.name], ids=lambda one: one.stem)
def test_every_example_that_can_be_planned_has_a_plan_of_one_to_six(place: Path) -> None:
    plan = document_of(place)

    assert (plan["status"], len(plan["activities"]) in range(1, 7), len(plan["goals"]) in range(1, 4)) == ("planned", True, True)


# Why this, why not that.


def test_why_an_activity_was_chosen() -> None:
    chosen = document_of(Path(EXAMPLE))["activities"][0]

    lines = run("plan", EXAMPLE, "--why", chosen["id"]).out.splitlines()

    assert lines[0] == f"{chosen['id']} is in the plan:"
    assert [one[7:] for one in lines[1:] if one.startswith("  §")] == [reason["text"] for reason in chosen["because"]]


def test_why_an_activity_was_left_out() -> None:
    lines = run("plan", EXAMPLE, "--why", "infant_massage").out.splitlines()

    assert lines[:2] == ["infant_massage is not in the plan:", "  §12  Meant for 0.1 to 1 years of age."]
    assert any("precaution touch history" in one for one in lines)


def test_why_a_programme_is_only_an_option() -> None:
    option = document_of(Path(EXAMPLE))["options"][0]

    done = run("plan", EXAMPLE, "--why", option["id"])

    assert done.out.splitlines()[:2] == [f"{option['id']} is for a clinician to weigh:", f"  §12  {option['because'][0]['text']}"]


def test_why_an_entry_was_withdrawn(tmp_path: Path) -> None:
    site = tmp_path / "ours.yaml"
    site.write_text("rootwise: 1\nextends: open-activities@1\nwithdraw: {calm_corner: No room for it.}\n")

    done = run("plan", EXAMPLE, "--why", "calm_corner", "--catalogue", str(site))

    assert (done.status, done.out) == (0, "calm_corner is not in the plan:\n  §12  Withdrawn here: No room for it.\n")


def test_why_an_unknown_activity_is_a_wrong_question() -> None:
    done = run("plan", EXAMPLE, "--why", "moonwalk")

    assert (done.status, done.out) == (2, "")
    assert "There is no activity 'moonwalk'. `rootwise catalogue list` names them." in done.err


@pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
def test_every_activity_has_an_answer_to_why(place: Path) -> None:
    plan = document_of(place)
    answered = [one["id"] for key in ("activities", "at_hand", "options", "excluded") for one in plan[key]]

    assert sorted(answered) == sorted(one.id for one in OPEN.catalogue.activities) or (plan["because"] and not answered)


def test_why_after_a_change_is_about_the_changed_plan() -> None:
    done = run("plan", EXAMPLE, "--set", "safety.red_flags.self_harm=yes", "--why", "calm_corner")

    assert done.status == 3
    assert done.out.splitlines()[0] == "calm_corner is not in the plan:"


# What if.


def test_a_changed_rating_shows_what_would_change() -> None:
    done = run("plan", EXAMPLE, "--set", "self_harm_is_no_function=7")
    changed = run("plan", EXAMPLE, "--set", "startle=12", "--set", "orienting=12", "--set", "visceral_comfort=12")

    assert done.status == 2
    assert (changed.status, changed.err, changed.out.splitlines()[0]) == (0, "", "What would change")
    assert "  Goal no longer: startle" in changed.out.splitlines()


def test_no_change_is_said() -> None:
    done = run("plan", EXAMPLE, "--set", "sleep=5")

    assert (done.status, done.out) == (0, "What would change\n  Nothing.\n")


def test_a_changed_context_is_found_by_ids() -> None:
    done = run("plan", EXAMPLE, "--set", "context.adults.foster.minutes=0", "--json")

    assert done.status == 0
    assert "foster" not in {one["with"] for one in json.loads(done.out)["activities"]}


def test_what_if_is_never_taken_for_what_was_recorded() -> None:
    recorded, changed = (json.loads(run("plan", EXAMPLE, "--json", *more).out) for more in ((), ("--set", "sleep=9")))

    assert recorded["case_sha256"] != changed["case_sha256"]


def test_a_change_can_close_the_gate() -> None:
    done = run("plan", EXAMPLE, "--set", "safety.red_flags.self_harm=yes")

    assert done.status == 3
    assert "  The plan: planned -> stopped" in done.out.splitlines()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (TOKEN, f"--set: this is not NAME=VALUE. {WRITE}"),
        (f"={TOKEN}", f"--set: this is not NAME=VALUE. {WRITE}"),
        (f"context.nobody.minutes={TOKEN}", f"--set context.nobody.minutes: this path leads nowhere in the case. {WRITE}"),
        (f"context.adults.nobody.minutes={TOKEN}", f"--set context.adults.nobody.minutes: this path leads nowhere in the case. {WRITE}"),
        (f"context.adults.foster={TOKEN}", f"--set context.adults.foster: this path does not end at a key. {WRITE}"),
        (f"child.name.first={TOKEN}", f"--set child.name.first: {ONLY}. {WRITE}"),
        (f".sleep={TOKEN}", f"--set .sleep: {ONLY}. {WRITE}"),
    ],
)
def test_a_change_that_does_not_fit_is_told_without_its_value(change: str, message: str) -> None:
    done = run("plan", EXAMPLE, "--set", change)

    assert (done.status, done.out, done.err) == (2, "", f"{message}\n")


@pytest.mark.parametrize("value", [TOKEN, "--5", "-", "5.5", "9" * 5000, "", "13", "-1", "²"])
def test_a_value_that_does_not_fit_is_told_like_any_other(value: str) -> None:
    done = run("plan", EXAMPLE, "--set", f"sleep={value}")

    assert (done.status, done.out) == (2, "")
    assert "ratings.sleep" in done.err
    assert TOKEN not in done.err


def test_nothing_of_the_case_stands_in_a_message_about_a_change(tmp_path: Path) -> None:
    values = example(likes=[TOKEN], treatments=[{"name": TOKEN}])
    place = written(tmp_path, {**values, "child": {**values["child"], "name": TOKEN}})

    done = [run("plan", place, "--set", one) for one in ("sleep", "child.name.x=1", "context.likes.x=1", "sleep=99", "context.likes=3")]

    assert [(one.status, one.out, TOKEN in one.err) for one in done] == [(2, "", False)] * 5


# Words of a case at a terminal.


def test_square_brackets_are_words_and_no_markup(tmp_path: Path) -> None:
    place = written(tmp_path, example(treatments=[{"name": "Therapy [/b] [weekly] :smile:"}]))

    done = run("plan", place)

    assert done.status == 0
    assert "  Therapy [/b] [weekly] :smile:" in done.out.splitlines()


# What cannot be planned.

NO_ADULT = "there is no adult to carry a plan. Name who is with the child: id, role and the minutes a day they can give"
NO_MINUTES = "no adult who is with the child has any minutes. Ask what each can really give in a day, and write `minutes`"
NO_PLACE = "no place is named. Some of home, school, therapy, outdoors"
NOWHERE = "this adult is in none of the places that are named. Their role is with the child at: school"
NO_ACTIVITY = "there is no activity of this id. `rootwise catalogue list` names them; or write it in plain words"
TWICE = "two adults have the same id. Give each adult an id of their own"
CARER = {"id": "foster", "role": "caregiver", "minutes": 20}
TEACHER = {"id": "tutor", "role": "teacher", "minutes": 20}


@pytest.mark.parametrize(
    ("context", "messages"),
    [
        ({"adults": []}, [f"context.adults: {NO_ADULT}"]),
        ({"adults": [{**CARER, "minutes": 0}]}, [f"context.adults: {NO_MINUTES}"]),
        ({"adults": [{"id": "foster", "role": "caregiver"}]}, [f"context.adults: {NO_MINUTES}"]),
        ({"settings": []}, [f"context.settings: {NO_PLACE}"]),
        ({"adults": [CARER, TEACHER], "settings": ["home"]}, [f"context.adults[2]: {NOWHERE}"]),
        ({"likes": ["climbing", "moon_walk"]}, [f"context.likes[2]: {NO_ACTIVITY}"]),
        ({"adults": [{"id": "boss", "role": "supervisor", "minutes": 20}]}, [f"context.adults: {NO_MINUTES}"]),
        (
            {"allowed": [{"activity": "moon_walk", "by": "kh", "on": "2026-05-20"}]},
            [f"context.allowed[1].activity: {NO_ACTIVITY.partition(';')[0]}"],
        ),
        ({"adults": [CARER, CARER]}, [f"context.adults[2].id: {TWICE}"]),
        (
            {"adults": [{**CARER, "minutes": 0}, {**TEACHER, "minutes": 0}], "settings": ["home"], "likes": ["moon_walk", "lullaby"]},
            [f"context.adults: {NO_MINUTES}", f"context.adults[2]: {NOWHERE}", f"context.likes[1]: {NO_ACTIVITY}"],
        ),
        ({"adults": [], "settings": []}, [f"context.adults: {NO_ADULT}", f"context.settings: {NO_PLACE}"]),
    ],
)
def test_what_cannot_be_planned_is_told_all_at_once(tmp_path: Path, context: dict[str, Any], messages: list[str]) -> None:
    place = written(tmp_path, example(**context))

    done = run("plan", place)

    assert (done.status, done.out) == (2, "")
    assert [one.partition(": ")[2] for one in done.err.splitlines()] == messages
    assert all(one.startswith(f"{place}:") for one in done.err.splitlines())


def test_a_closed_gate_goes_before_what_cannot_be_planned(tmp_path: Path) -> None:
    values = example(adults=[])
    values["safety"]["red_flags"]["self_harm"] = "yes"

    done = run("plan", written(tmp_path, values))

    assert (done.status, done.err) == (3, "")


def test_the_examples_are_the_ones_that_are_here() -> None:
    assert {"foster-care.yaml", "red-flag.yaml", "too-few-ratings.yaml"} <= {one.name for one in CASES}
    assert all("ratings" in yaml.safe_load(one.read_text()) for one in CASES)
