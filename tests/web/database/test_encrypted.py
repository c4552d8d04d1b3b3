"""Where a child lives: ciphertext in the database, under a key of its own, bound to its field."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.audit.sealing import key_ring
from rootwise.web.database.encrypted import CannotOpen, EncryptedTextField, as_stored, key_number, open_text, seal_text
from rootwise.web.keys import Purpose, UnusableKeys

ADDRESS = "Canary Street 17, über dem Bäcker"
FIELD = "children.placement.address"


@pytest.fixture
def placement(committing: None) -> Iterator[type[models.Model]]:
    with isolate_apps("rootwise.web.accounts"):

        class Placement(models.Model):
            address = EncryptedTextField(null=True)

            class Meta:
                app_label = "accounts"

        with connection.schema_editor() as editor:
            editor.create_model(Placement)
        yield Placement


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM accounts_placement")
        (value,) = cursor.fetchone()
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize("text", [ADDRESS, "", "x", "🏠" * 1000])
def test_what_is_sealed_can_be_opened_and_only_as_the_same_field(text: str) -> None:
    stored = seal_text(text, field=FIELD)
    assert open_text(stored, field=FIELD) == text
    with pytest.raises(CannotOpen):
        open_text(stored, field="children.child.name")


def test_the_same_address_twice_does_not_look_the_same() -> None:
    assert seal_text(ADDRESS, field=FIELD) != seal_text(ADDRESS, field=FIELD)


@pytest.mark.parametrize("place", range(0, 60, 7))
def test_a_changed_value_is_refused_and_not_repeated(place: int) -> None:
    stored = seal_text(ADDRESS, field=FIELD)
    changed = stored[:place] + ("A" if stored[place] != "A" else "B") + stored[place + 1 :]
    with pytest.raises((CannotOpen, UnusableKeys)) as refused:  # a changed number names a key that is not there
        open_text(changed, field=FIELD)
    assert "Canary" not in str(refused.value)


def test_the_database_and_the_audit_hold_ciphertext_only(placement: type[models.Model], somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        placement._base_manager.create(address=ADDRESS)
    assert placement._base_manager.values_list("address", flat=True).get() == ADDRESS
    assert "Canary" not in _stored()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM audit_content ORDER BY event_id DESC LIMIT 1")
        assert "Canary" not in str(cursor.fetchone())


def test_a_backup_takes_it_as_it_is_stored(placement: type[models.Model], somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        placement._base_manager.create(address=ADDRESS)
    with as_stored():
        assert placement._base_manager.values_list("address", flat=True).get() == _stored()


def test_it_cannot_be_searched_by(placement: type[models.Model]) -> None:
    assert list(placement._base_manager.filter(address__isnull=True)) == []
    for lookup in ("address", "address__contains", "address__startswith"):
        with pytest.raises(FieldError, match="is encrypted: it can be asked for by isnull only"):
            placement._base_manager.filter(**{lookup: "x"}).exists()


def test_after_a_rotation_old_values_are_read_and_new_ones_use_the_new_key() -> None:
    before = seal_text(ADDRESS, field=FIELD)
    key_ring().add(Purpose.PLACEMENT)
    try:
        assert open_text(before, field=FIELD) == ADDRESS
        assert (key_number(before), key_number(seal_text(ADDRESS, field=FIELD))) == (1, 2)
    finally:
        key_ring().place(Purpose.PLACEMENT, 2).unlink()
