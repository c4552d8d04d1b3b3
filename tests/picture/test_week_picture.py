"""The picture of the days: well-formed, in its frame, no mark hidden by another."""

from xml.etree import ElementTree as ET

import pytest

from rootwise.case.vocabulary import Setting
from rootwise.picture import DayMark, DayPart, DayRow, Picture, week_picture

SVG = "{http://www.w3.org/2000/svg}"
PARTS = (
    DayPart(420, 510, Setting.HOME, "at home"),
    DayPart(540, 900, Setting.SCHOOL, "at school"),
    DayPart(910, 960, Setting.OUTDOORS, "outdoors"),
    DayPart(970, 1000, None, "Dentist"),
    DayPart(1010, 1200, Setting.THERAPY, "in therapy"),
)


def drawn(*marks: DayMark, names: tuple[str, ...] = ("Monday",), **words: object) -> Picture:
    rows = [DayRow(name, PARTS, marks) for name in names]
    return week_picture(rows, title="The days", alternative="In words.", **words)  # type: ignore[arg-type]


def texts(picture: Picture) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def circles(picture: Picture) -> list[tuple[float, float]]:
    return [
        (float(one.get("cx") or 0), float(one.get("cy") or 0))
        for one in ET.fromstring(picture.svg).iter(f"{SVG}circle")
        if one.get("r") in ("9", "9.5")
    ]


@pytest.mark.parametrize("compact", [False, True])
def test_it_says_what_it_shows(compact: bool) -> None:
    root = ET.fromstring(drawn(DayMark(450, "1"), compact=compact).svg)
    assert root.find(f"{SVG}title").text == "The days"  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == "In words."  # type: ignore[union-attr]
    assert root.get("role") == "img"


def test_every_part_of_a_day_is_drawn_with_its_name_where_there_is_room() -> None:
    picture = drawn()
    assert sum(one.get("rx") == "4" for one in ET.fromstring(picture.svg).iter(f"{SVG}rect")) == len(PARTS)
    assert "at school" in texts(picture)
    assert "Dentist" not in texts(picture)  # half an hour has no room for a name; it stands in the words


def test_marks_have_number_and_time_and_none_hides_another() -> None:
    marks = [DayMark(start, str(number)) for number, start in enumerate((450, 455, 460, 600, 640), start=1)]
    picture = drawn(*marks)
    assert {"7:30", "7:35", "7:40", "10:00", "10:40"} <= set(texts(picture))
    found = circles(picture)
    assert len(found) == 5
    assert all(abs(ax - bx) >= 30 or abs(ay - by) >= 30 for n, (ax, ay) in enumerate(found) for bx, by in found[n + 1 :])


def test_everything_is_inside_the_frame_also_with_many_lanes_and_days() -> None:
    marks = [DayMark(450 + 3 * number, str(number)) for number in range(1, 7)]
    for picture in (drawn(*marks, names=tuple("abcdefg"), legend=[("1", "One"), ("2", "Two")]), drawn(*marks, compact=True)):
        for box in ET.fromstring(picture.svg).iter(f"{SVG}rect"):
            assert 0 <= float(box.get("x") or 0) <= picture.width - float(box.get("width") or 0)
        assert all(0 < y < picture.height for _, y in circles(picture))


def test_a_compact_picture_is_lower_and_has_no_times() -> None:
    names = tuple("abcdefg")
    assert drawn(DayMark(450, "1"), names=names, compact=True).height < drawn(DayMark(450, "1"), names=names).height / 2
    assert "7:30" not in texts(drawn(DayMark(450, "1"), compact=True))


def test_a_name_cannot_break_it() -> None:
    assert "<b>&\"'" in texts(drawn(names=("<b>&\"'",)))


def test_a_day_with_nothing_is_a_picture_too() -> None:
    assert ET.fromstring(week_picture([], title="t", alternative="a").svg) is not None
