"""Whom one believes: against a case file from which the other entries were taken out by hand."""

import json
from typing import Any

import pytest

from rootwise.case import parse_case, read_case
from rootwise.profile import profile_document, profile_of
from rootwise.profile.believing import Belief, raters_who_rated, views
from tests.profile import drawn
from tests.profile.test_golden import EXAMPLES, ROOT


def by_hand(document: dict[str, Any], keep: Any) -> dict[str, Any]:
    """The profile of the case file with only the entries to keep, as plain values without the hash of the file."""
    ratings = {}
    for function, given in document["ratings"].items():
        entries = [one for one in (given if isinstance(given, list) else [given]) if one.get("by") is None or keep(one["by"])]
        if entries:
            ratings[function] = entries
    content = json.dumps({**document, "ratings": ratings}, default=str).encode()
    told = profile_document(profile_of(parse_case("by hand", content)))
    del told["case_sha256"]
    return told


def bands(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return {one["id"]: one["band"] for one in document[kind]}


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_view_is_the_profile_of_the_case_without_the_others(example: str) -> None:
    read = read_case(ROOT / "examples" / f"{example}.yaml")
    whole = profile_document(profile_of(read))
    raters = raters_who_rated(profile_of(read))
    seen = views(read)
    assert [(one.rater, one.belief) for one in seen] == [(rater, belief) for rater in raters for belief in Belief if len(raters) > 1]
    for one in seen:
        expected = by_hand(read.document.data, lambda by, one=one: (by == one.rater) is (one.belief is Belief.ONLY))
        told = profile_document(one.profile)
        del told["case_sha256"]
        assert told == expected
        start = (whole["start"]["status"], whole["start"]["region"]), (expected["start"]["status"], expected["start"]["region"])
        assert one.start_differs is (start[0] != start[1])
        for kind in ("regions", "domains"):
            before, after = bands(whole, kind), bands(expected, kind)
            assert [(each.id, each.before, each.after) for each in getattr(one, kind)] == [
                (each, before[each], after[each]) for each in before if before[each] != after[each]
            ]


def test_two_who_differ_change_where_to_start() -> None:
    seen = views(read_case(ROOT / "examples" / "two-raters.yaml"))
    assert any(one.start_differs for one in seen)
    assert any(one.regions or one.domains for one in seen)


def test_with_two_raters_one_alone_is_the_other_left_out() -> None:
    carer_only, carer_out, teacher_only, teacher_out = views(read_case(ROOT / "examples" / "two-raters.yaml"))
    assert profile_document(carer_only.profile) == profile_document(teacher_out.profile)
    assert profile_document(teacher_only.profile) == profile_document(carer_out.profile)


def test_nothing_is_said_where_one_rated() -> None:
    assert views(drawn.case({"sleep": 5})) == ()
