"""What the demo holds: something in every state that a list can tell."""

import json

from rootwise.case import read_case
from rootwise.web.accounts.models import User
from rootwise.web.assessments import demo
from rootwise.web.assessments.models import Rating
from rootwise.web.assessments.to_do import ToDo, to_do_list
from rootwise.web.project.demo import fill
from tests.web.assessments.people import FOSTER_CARE, by


def test_each_child_is_in_another_state(db: None) -> None:
    fill()
    ines = User.objects.get(email="ines@willow.example")
    noa, sami, lior = to_do_list(by(ines), ines)
    assert (noa.who.name, noa.to_do) == ("Noa Brandt (fictional)", [ToDo.FLAG, ToDo.OVER, ToDo.ASKED, ToDo.OPEN])
    assert [row.link.rater.name for row in noa.open[0].asked] == ["Sol Carter (fictional)"]
    assert (sami.who.name, sami.to_do) == ("Sami Otieno (fictional)", [ToDo.OVER])
    assert (lior.who.name, lior.to_do) == ("Lior Katz (fictional)", [ToDo.NEVER])
    said = Rating.unguarded.filter(assessment=noa.open[0].assessment, function="sleep").values_list("value__rating", flat=True)
    assert sorted(said) == [3, 7]


def test_the_case_of_the_demo_is_the_example_but_for_who_is_who() -> None:
    ours, example = (read_case(one).case.model_dump(mode="json") for one in (demo.NOA, FOSTER_CARE))
    alike = ("instrument", "safety", "history", "relations", "ratings")
    assert [json.dumps(ours[one]) for one in alike] == [json.dumps(example[one]).replace('"kh"', '"ines"') for one in alike]
