"""The Spanish words of the catalogue go with the English entries, one for one."""

from pathlib import Path

from rootwise.document import read_document
from rootwise.plan.catalogue import load_catalogue
from rootwise.plan.catalogue.load import CONTENT

CATALOGUE = load_catalogue("open-activities@1").catalogue
SPANISH = read_document(Path(str(CONTENT / "open-activities@1.es.yaml"))).data


def test_every_activity_has_its_spanish_words() -> None:
    assert sorted(SPANISH) == sorted(one.id for one in CATALOGUE.activities)


def test_steps_stops_adaptations_and_precautions_match_one_for_one() -> None:
    unlike = [
        one.id
        for one in CATALOGUE.activities
        if (len(one.steps), len(one.stop_when), len(one.adaptations), {care.when.value for care in one.precautions})
        != (
            len(SPANISH[one.id]["steps"]),
            len(SPANISH[one.id]["stop_when"]),
            len(SPANISH[one.id]["adaptations"]),
            set(SPANISH[one.id]["precautions"] or {}),
        )
    ]
    assert unlike == []
