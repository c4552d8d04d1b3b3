"""A kept profile is read back to the bit, and shows what was kept even where the case says otherwise by now."""

import json

import pytest

from rootwise.case import read_case
from rootwise.profile import profile_json, profile_of
from rootwise.profile.kept import kept_profile
from tests.profile.test_golden import EXAMPLES, ROOT


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_comes_back_as_it_was(example: str) -> None:
    read = read_case(ROOT / "examples" / f"{example}.yaml")
    profile = profile_of(read)
    back = kept_profile(profile_json(profile), read)
    assert profile_json(back) == profile_json(profile)
    # JSON knows lists, a rule may have looked at tuples; everything else is equal, words included.
    assert [one.ratings for one in back.functions] == [one.ratings for one in profile.functions]
    assert (back.history, back.relations, back.flags, back.start) == (profile.history, profile.relations, profile.flags, profile.start)


def test_what_was_kept_is_shown_not_what_would_come_out_now() -> None:
    read = read_case(ROOT / "examples" / "foster-care.yaml")
    document = json.loads(profile_json(profile_of(read)))
    document["regions"][0]["percent"] = 12.5
    assert kept_profile(json.dumps(document), read).regions[0].percent == 12.5
