"""§13 The week of a plan: needs from the plan, holidays in which things rest, the checker at the door, the contract's JSON."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rootwise.case import Case, read_case
from rootwise.case.vocabulary import Day, Setting
from rootwise.document import read_document
from rootwise.errors import InvalidFile
from rootwise.plan import Plan, plan_of
from rootwise.plan.week import Week, WeekStatus, monday_of, read_last_week, require_placeable, week_json, week_of
from rootwise.plan.week import build as build_module
from rootwise.plan.week.build import WrongWeek, problem_of
from rootwise.plan.week.checker import violations
from rootwise.profile import profile_of
from tests.plan.drawn_plan import OPEN

ROOT = Path(__file__).parents[3]
PLANNED = ["foster-care", "preterm-infant", "shutdown-teenager", "two-raters", "typical-development"]


def planned(place: Path | str, *, changes: tuple[str, ...] = ()) -> tuple[Plan, Case]:
    read = read_case(place, changes=changes)
    require_placeable(read)
    return plan_of(profile_of(read), read.case, OPEN), read.case


def example(name: str, **keys: Any) -> tuple[Plan, Case]:
    return planned(ROOT / "examples" / f"{name}.yaml", **keys)


@pytest.fixture(scope="module")
def foster() -> tuple[Plan, Case, Week]:
    plan, case = example("foster-care")
    return plan, case, week_of(plan, case, monday_of(case))


@pytest.mark.parametrize("name", PLANNED)
def test_the_plan_of_every_example_has_a_place_in_the_week_of_that_child(name: str) -> None:
    plan, case = example(name)

    week = week_of(plan, case, monday_of(case))

    assert week.status is WeekStatus.OPTIMAL
    assert len(week.doses) == sum(one.dose.per_day * one.dose.days_per_week for one in plan.activities)
    assert violations(week.problem, week.doses, {}) == []


def test_the_monday_of_begins_on_the_monday_after_the_assessment(foster: tuple[Plan, Case, Week]) -> None:
    _, case, week = foster

    assert (case.assessed_on, week.starts) == (date(2026, 5, 20), date(2026, 5, 25))


def test_each_need_is_what_the_plan_says(foster: tuple[Plan, Case, Week]) -> None:
    plan, _, week = foster

    for need, one in zip(week.problem.needs, plan.activities, strict=True):
        assert (need.activity, need.minutes, need.per_day, need.days) == (
            one.activity.id,
            one.dose.minutes,
            one.dose.per_day,
            one.dose.days_per_week,
        )
        assert (need.ways[0].setting, need.ways[0].adult) == (one.setting, one.with_whom)


def test_in_the_holidays_what_is_done_at_school_rests() -> None:
    plan, case = example("foster-care")
    holidays = case.context.holidays[0]
    school_only = {
        one.activity.id
        for one in plan.activities
        if {
            way.setting
            for need in problem_of(plan, case, monday_of(case))[0].needs
            if need.activity == one.activity.id
            for way in need.ways
        }
        == {Setting.SCHOOL}
    }
    week = week_of(plan, case, date(2026, 7, 27))

    assert holidays.start <= week.starts <= holidays.end
    assert {one.activity for one in week.resting} == school_only
    assert not [one for one in week.doses if one.setting is Setting.SCHOOL]


def test_a_week_that_the_checker_does_not_accept_never_leaves(foster: tuple[Plan, Case, Week], monkeypatch: pytest.MonkeyPatch) -> None:
    plan, case, _ = foster
    monkeypatch.setattr(build_module, "violations", lambda *_: ["§13, a planted fault."])

    with pytest.raises(WrongWeek, match="planted fault"):
        week_of(plan, case, monday_of(case))


def test_the_json_has_the_keys_of_the_contract(foster: tuple[Plan, Case, Week]) -> None:
    _, case, week = foster

    document = json.loads(week_json(week, case))

    assert list(document) == [
        "rootwise", "child", "starts", "revision", "time_zone", "status", "gap", "objective", "doses", "unplaced", "conflicts",
        "moved", "alone", "resting",
    ]  # fmt: skip
    assert set(document["doses"][0]) == {"activity", "day", "start", "minutes", "setting", "with"}
    assert (document["status"], document["gap"], document["child"]) == ("optimal", 0.0, "river-01")


def test_a_written_week_is_read_back(foster: tuple[Plan, Case, Week], tmp_path: Path) -> None:
    _, case, week = foster
    place = tmp_path / "last.json"
    place.write_text(week_json(week, case))

    assert read_last_week(str(place), case=case).doses == week.doses


def test_a_week_made_anew_counts_its_revisions_and_another_week_begins_its_own(foster: tuple[Plan, Case, Week], tmp_path: Path) -> None:
    _, case, week = foster
    place = tmp_path / "last.json"
    place.write_text(week_json(replace(week, revision=4), case))

    last = read_last_week(str(place), case=case)

    assert (last.starts, last.revision) == (week.starts, 4)
    assert last.revision_for(week.starts) == 5
    assert last.revision_for(week.starts + timedelta(weeks=1)) == 0
    assert replace(last, revision=99).revision_for(week.starts) == 99  # the next number belongs to the next week


def test_the_week_of_another_child_is_refused(foster: tuple[Plan, Case, Week], tmp_path: Path) -> None:
    _, case, week = foster
    place = tmp_path / "last.json"
    place.write_text(json.dumps({**json.loads(week_json(week, case)), "child": "another"}))

    with pytest.raises(InvalidFile, match="another child"):
        read_last_week(str(place), case=case)


@pytest.mark.parametrize("wrong", [{"day": "noday"}, {"start": "25:00"}, {"minutes": 0}, {"setting": "moon"}, {"more": 1}])
def test_a_wrong_written_week_is_told_with_its_place(wrong: dict[str, Any], foster: tuple[Plan, Case, Week], tmp_path: Path) -> None:
    _, case, week = foster
    document = json.loads(week_json(week, case))
    document["doses"][2] |= wrong
    place = tmp_path / "last.json"
    place.write_text(json.dumps(document, indent=1))

    with pytest.raises(InvalidFile, match=r"doses\[3\]"):
        read_last_week(str(place), case=case)


def test_a_case_without_a_routine_is_told_what_is_missing() -> None:
    with pytest.raises(InvalidFile, match="there is no routine"):
        planned_without("routine")


def test_an_adult_who_gives_minutes_and_is_nowhere_is_told(tmp_path: Path) -> None:
    plain = read_document(ROOT / "examples" / "foster-care.yaml").data
    plain["context"]["adults"].append({"id": "uncle", "role": "caregiver", "minutes": 10})
    place = tmp_path / "case.json"
    place.write_text(json.dumps(plain, default=str))

    with pytest.raises(InvalidFile, match="nowhere in the routine"):
        planned(place)


def planned_without(key: str) -> None:
    read = read_case(ROOT / "examples" / "foster-care.yaml")
    context = read.case.context.model_copy(update={key: ()})
    require_placeable(type(read)(read.case.model_copy(update={"context": context}), read.loaded, read.age, read.sha256, read.document))


def test_every_day_is_found_in_the_week(foster: tuple[Plan, Case, Week]) -> None:
    _, _, week = foster

    assert [week.date_of(day).weekday() for day in Day] == list(range(7))
    assert sum(len(week.on(day)) for day in Day) == len(week.doses)
