"""A short case to spoil in one place, and what is told then."""

from pathlib import Path

import pytest

from rootwise.case import read_case
from rootwise.errors import InvalidFile

SHORT = """\
rootwise: 1
instrument: open-functional-map@1
child: {id: river-01, birth_date: 2018-03, gestation_weeks: 36}
assessed_on: 2026-05-20
raters:
  - {id: kh, role: clinician}
  - {id: foster, role: caregiver}
safety:
  basic_needs: met
  safe_place: yes
  red_flags:
    self_harm: {answer: yes, action: {by: kh, on: 2026-05-19, what: Seen by the doctor.}}
    missing: no
history:
  infancy: {adversity: 3, relational_health: unknown, confidence: likely, events: [{type: neglect_of_needs, severity: 3}]}
relations:
  peers: 1
ratings:
  sleep: [{rating: 5, by: kh}, {rating: 6, by: foster, confidence: sure}]
  literacy: {missing: not_observed, by: kh}
context:
  settings: [home]
  precautions: [noise]
"""


def spoilt(right: str, wrong: str) -> str:
    assert SHORT.count(right) == 1, right
    return SHORT.replace(right, wrong)


def told(folder: Path, content: str | bytes) -> list[str]:
    """Every message about a case file of this content, without the name of the file: it starts with the line."""
    place = folder / "case.yaml"
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidFile) as refused:
        read_case(place)
    return [str(one).removeprefix(f"{place}:") for one in refused.value.problems]
