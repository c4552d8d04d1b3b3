"""Keys: one file each, readable by their owner only, never made anew in silence, never shown."""

import os
import pwd
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rootwise.web.keys import KeyRing, Purpose, UnusableKeys


def test_the_first_start_makes_one_key_of_each_purpose_for_its_owner_only(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    assert ring.make_missing() == list(Purpose)
    secrets = {ring.newest(purpose).secret for purpose in Purpose}
    assert len(secrets) == len(Purpose)
    assert {len(one) for one in secrets} == {32}
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in ring.folder.iterdir()} == {0o600}
    assert sorted(one.name for one in ring.folder.iterdir()) == sorted(f"{purpose}-1.key" for purpose in Purpose)


def test_a_second_start_keeps_the_keys(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.make_missing()
    before = {purpose: ring.newest(purpose).secret for purpose in Purpose}
    assert ring.make_missing() == []
    assert {purpose: ring.newest(purpose).secret for purpose in Purpose} == before


def test_the_older_keys_stay_when_a_new_one_is_added(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    first, second = ring.add(Purpose.AUDIT), ring.add(Purpose.AUDIT)
    assert ring.all(Purpose.AUDIT) == (first, second)
    assert ring.newest(Purpose.AUDIT) == second
    assert ring.numbered(Purpose.AUDIT, 1) == first


def test_ten_processes_that_add_at_once_get_ten_keys(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(lambda _: ring.add(Purpose.AUDIT), range(10)))
    assert {one.number for one in made} == set(range(1, 11))
    assert len({one.secret for one in made}) == 10


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_key_that_others_could_read_or_change_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    ring = KeyRing(tmp_path)
    ring.add(Purpose.AUDIT)
    place = ring.place(Purpose.AUDIT, 1)
    place.chmod(mode)
    with pytest.raises(UnusableKeys) as refused:
        ring.newest(Purpose.AUDIT)
    assert str(refused.value) == f"{place}: others than its owner could read or change this key. Do: chmod 600 {place}"


def test_a_link_is_not_followed_to_another_file(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.add(Purpose.AUDIT)
    ring.place(Purpose.AUDIT, 2).symlink_to(ring.place(Purpose.AUDIT, 1))
    with pytest.raises(UnusableKeys, match=r"audit-2\.key: too many levels of symbolic links"):
        ring.newest(Purpose.AUDIT)


@pytest.mark.parametrize("text", ["", "ab", "g" * 64, "a" * 63, "a" * 65, "A" * 64])
def test_what_is_not_a_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    ring = KeyRing(tmp_path)
    ring.add(Purpose.AUDIT)
    ring.place(Purpose.AUDIT, 1).write_text(text)
    with pytest.raises(UnusableKeys, match="this is not a key: 64 hexadecimal digits were expected") as refused:
        ring.newest(Purpose.AUDIT)
    assert not text or text not in str(refused.value)


def test_a_missing_key_says_to_put_the_folder_back(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys, match=r"there is no database key\. Put the key folder of this installation back"):
        KeyRing(tmp_path / "nowhere").newest(Purpose.DATABASE)


def test_a_key_does_not_show_itself(tmp_path: Path) -> None:
    key = KeyRing(tmp_path).add(Purpose.AUDIT)
    assert key.hex not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_a_key_of_another_user_is_refused_with_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring, as_it_is, another = KeyRing(tmp_path), os.fstat, os.geteuid() + 2
    ring.add(Purpose.AUDIT)
    monkeypatch.setattr(os, "fstat", lambda file: os.stat_result([*as_it_is(file)[:4], another, *as_it_is(file)[5:]]))
    with pytest.raises(UnusableKeys) as refused:
        ring.newest(Purpose.AUDIT)
    owner, me = pwd.getpwuid(another).pw_name, pwd.getpwuid(os.geteuid()).pw_name
    assert f"this belongs to {owner}, and the program runs as {me}. Run it as its owner: sudo -u {owner} before the command" in str(
        refused.value
    )
