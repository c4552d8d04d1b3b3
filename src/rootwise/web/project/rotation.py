"""New keys in place of old ones. What the old key is still needed for decides whether it stays."""

import os
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model

from rootwise.errors import InternalError, UserError
from rootwise.web.accounts.sealed import open_factor, seal_factor
from rootwise.web.audit.operator import operator
from rootwise.web.audit.recording import record, recorded
from rootwise.web.database.encrypted import EncryptedTextField, as_stored, key_number
from rootwise.web.database.sqlcipher.base import open_encrypted
from rootwise.web.database.versions import Versioned
from rootwise.web.keys import Key, KeyRing, Purpose, sync_folders


class NothingToRotate(UserError):
    """PostgreSQL keeps its own files; this program has no key to them."""


@dataclass(frozen=True, slots=True)
class Rotated:
    key: Key
    rewritten: int  # rows that were sealed anew
    retired: tuple[str, ...]  # files of keys that open nothing any more and were deleted


def rotate(purpose: Purpose) -> Rotated:
    """The older keys of signing, audit, backup and placement stay: links, events and backups made under them must still be read."""
    ring = KeyRing(settings.KEY_FOLDER)
    if purpose is Purpose.DATABASE:
        done = _database(ring)
    else:
        key = ring.add(purpose)
        done = Rotated(key, _ANEW[purpose](key) if purpose in _ANEW else 0, ())
    with recorded(operator(), action="operator.rotate_keys"):
        record("rotate", table="", row="", child="", columns=[f"{purpose}-{done.key.number}.key", *done.retired])
    return done


def _placements(key: Key) -> int:
    """Seal every value anew, each as an edit of its row, in one transaction."""
    count = 0
    with recorded(operator(), action="operator.rotate_placement"):
        for model in apps.get_models():
            names = [field.attname for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
            for row in model._base_manager.all() if names else ():
                count += _seal_anew(row, names, key)
    return count


def _seal_anew(row: Model, names: list[str], key: Key) -> int:
    with as_stored():
        stored = type(row)._base_manager.filter(pk=row.pk).values_list(*names).get()
    if all(one is None or key_number(one) == key.number for one in stored):
        return 0
    row.save(update_fields=[*names, *(["version"] if isinstance(row, Versioned) else [])])
    return 1


def _factors(_key: Key) -> int:
    """The secrets of one-time codes are encrypted under the signing key: an old key that is lost later must lock nobody out."""
    rows = list(Authenticator.objects.filter(type=Authenticator.Type.TOTP))
    with recorded(operator(), action="operator.rotate_factors"):
        for row in rows:
            row.data["secret"] = seal_factor(open_factor(row.data["secret"]))
            row.save()
    return len(rows)


_ANEW = {Purpose.PLACEMENT: _placements, Purpose.SIGNING: _factors}


def _database(ring: KeyRing) -> Rotated:
    """Write the database into a new file under a new key, and put that in its place in one step. Cut short, the old one is still there."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        raise NothingToRotate(
            "The database is PostgreSQL: this program has no key to its files. Encrypt its disk, and change its passwords there."
        )
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    old = ring.require(Purpose.DATABASE)
    key = ring.add(Purpose.DATABASE)
    draft = place.with_name(f"{place.name}.rekeyed")
    draft.unlink(missing_ok=True)
    _export(place, draft, old=old, key=key)
    draft.rename(place)
    sync_folders([place.parent])
    for one in old:
        ring.place(one.purpose, one.number).unlink()
    return Rotated(key, 0, tuple(ring.place(one.purpose, one.number).name for one in old))


def _export(place: Path, draft: Path, *, old: tuple[Key, ...], key: Key) -> None:
    opened = open_encrypted(place, reversed(old), isolation_level=None)
    try:
        opened.execute(f"ATTACH DATABASE ? AS rekeyed KEY \"x'{key.hex}'\"", [str(draft)])
        opened.execute("SELECT sqlcipher_export('rekeyed')")
        problems = [*opened.execute("PRAGMA rekeyed.cipher_integrity_check"), *opened.execute("PRAGMA rekeyed.foreign_key_check")]
        if problems or opened.execute("PRAGMA rekeyed.integrity_check").fetchall() != [("ok",)]:
            raise InternalError("the database under the new key is not whole; the old one is still in use")
        opened.execute("DETACH DATABASE rekeyed")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        opened.close()
    draft.chmod(0o600)
    file = os.open(draft, os.O_RDONLY)
    os.fsync(file)
    os.close(file)
