"""Two people edit the same row: the first is saved, the second is told, nothing is lost. The database itself holds it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from rootwise.web.accounts.models import Site
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.database.versions import EditConflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None, somebody: Actor) -> Site:
    with recorded(somebody, action="test"):
        return Site.objects.create(name="Willow Street")


def _rename(site: Site, name: str, somebody: Actor, **how: object) -> None:
    site.name = name
    with recorded(somebody, action="test"):
        site.save(**how)


def test_each_edit_raises_the_version(site: Site, somebody: Actor) -> None:
    _rename(site, "Elm Street", somebody)
    _rename(site, "Oak Street", somebody, update_fields=["name"])
    assert Site.objects.values_list("name", "version").get() == ("Oak Street", 3)
    assert site.version == 3


@pytest.mark.parametrize("how", [{}, {"update_fields": ["name"]}, {"force_update": True}])
def test_the_second_of_two_edits_is_refused_and_the_first_stays(site: Site, somebody: Actor, how: dict[str, object]) -> None:
    mine, theirs = Site.objects.get(), Site.objects.get()
    _rename(theirs, "Elm Street", somebody, **how)
    with pytest.raises(EditConflict):
        _rename(mine, "Oak Street", somebody, **how)
    assert Site.objects.get().name == "Elm Street"
    assert (mine.name, mine.version) == ("Oak Street", 1)  # the loser keeps the text, and the version it was made from


def test_after_a_conflict_the_transaction_goes_on(site: Site, somebody: Actor) -> None:
    mine, theirs = Site.objects.get(), Site.objects.get()
    with recorded(somebody, action="test"):
        theirs.name = "Elm Street"
        theirs.save()
        with pytest.raises(EditConflict):
            mine.save()
        Site.objects.create(name="Beech Street")
    assert Site.objects.count() == 2


@pytest.mark.parametrize(
    "blind",
    [
        lambda: Site.objects.update(name="Oak Street"),
        lambda: Site.objects.update(name="Oak Street", version=F("version") + 2),
        lambda: Site.objects.update(name="Oak Street", version=1),
        lambda: Site.objects.bulk_update([_changed(Site.objects.get())], ["name"]),
    ],
    ids=["no version", "two steps", "a fixed version", "bulk_update"],
)
def test_the_database_refuses_what_goes_past_the_version(site: Site, somebody: Actor, blind: object) -> None:
    assert callable(blind)
    with pytest.raises(IntegrityError, match="somebody else changed this row"), transaction.atomic(), recorded(somebody, action="test"):
        blind()
    assert Site.objects.get().name == "Willow Street"


def test_other_errors_are_not_taken_for_a_conflict(site: Site, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        other = Site.objects.create(name="Elm Street")
    with pytest.raises(IntegrityError), transaction.atomic():
        _rename(other, "Willow Street", somebody)
    assert other.version == 1


def _changed(site: Site) -> Site:
    site.name = "Oak Street"
    return site
