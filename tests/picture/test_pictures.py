"""Pictures: well-formed, in words as well, readable without colour, honest about what is not known."""

from xml.etree import ElementTree as ET

import pytest

from rootwise.picture import Picture, domains_picture, history_picture, map_picture, raters_picture, typical_picture
from rootwise.profile import Profile, profile_of
from tests.profile import drawn
from tests.report import examples

SVG = "{http://www.w3.org/2000/svg}"


def profile(ratings: dict[str, drawn.Given] | None = None, **words: object) -> Profile:
    return profile_of(drawn.case(ratings, **words))


def pictures(one: Profile, names: dict[str, str]) -> list[Picture]:
    drawn_ones = [map_picture(one), domains_picture(one), history_picture(one), raters_picture(one, names), typical_picture(one, "sleep")]
    return [picture for picture in drawn_ones if picture is not None]


def texts(picture: Picture) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(picture.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_picture_is_well_formed_and_says_what_it_shows(name: str) -> None:
    case, one = examples.read(name)
    for picture in pictures(one, {rater.id: rater.id for rater in case.case.raters}):
        root = ET.fromstring(picture.svg)
        assert root.get("role") == "img"
        labels = (root.get("aria-labelledby") or "").split()
        assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == labels  # type: ignore[union-attr]
        assert root.find(f"{SVG}desc").text == picture.alternative  # type: ignore[union-attr]


@pytest.mark.parametrize("name", examples.NAMES)
def test_everything_is_inside_the_frame(name: str) -> None:
    case, one = examples.read(name)
    for picture in pictures(one, {rater.id: rater.id for rater in case.case.raters}):
        for box in ET.fromstring(picture.svg).iter(f"{SVG}rect"):
            assert float(box.get("width") or 0) >= 0
            assert float(box.get("height") or 0) >= 0


def test_the_map_has_one_box_for_each_function_the_top_region_on_top() -> None:
    one = profile()
    picture = map_picture(one)
    headings = [text.split(":")[0] for text in texts(picture) if "% of typical (" in text]
    assert headings == ["Cortex", "Limbic", "Diencephalon", "Brainstem"]
    assert texts(picture).count("12") >= 32


def test_the_map_names_every_function_in_words_with_rating_and_typical() -> None:
    one = profile({"sleep": 5, "literacy": "not_observed"})
    words = map_picture(one).alternative
    assert "Sleep 5, typical 12.0" in words
    assert "Reading and writing not observed, typical 12.0" in words
    assert all(entry.name in words for entry in one.instrument.functions)


def test_what_is_not_rated_is_drawn_open_with_its_reason() -> None:
    picture = map_picture(profile({"literacy": "declined"}))
    assert "declined" in texts(picture)
    assert picture.svg.count('stroke-dasharray="4 4"') == 1


def test_a_rating_that_is_less_sure_is_drawn_wider() -> None:
    def width(confidence: str) -> float:
        svg = map_picture(profile({"sleep": (6, confidence)}, others="not_observed")).svg
        bar = next(line for line in svg.splitlines() if 'stroke-width="1.2"' in line and "0v6" in line)
        start, end = bar.split('d="M')[1].split(" 3H")[0], bar.split(" 3H")[1].split("M")[0]
        return float(end) - float(start)

    assert width("sure") < width("likely") < width("guess")


def test_bands_differ_in_pattern_and_not_in_colour_alone() -> None:
    svg = map_picture(profile({"sleep": 4, "appetite": 9})).svg
    assert "url(#picture-map-hatch)" in svg
    assert "url(#picture-map-dots)" in svg
    assert "under 65 % of typical" in texts(map_picture(profile()))


def test_less_than_one_step_below_typical_is_drawn_as_typical() -> None:
    # At 20 days everything is typically between 1 and 2, and 1 is the lowest rating there is.
    boxes = map_picture(profile(days=20, others=1)).svg.split("How to read a box")[0]
    assert "url(#picture-map-hatch)" not in boxes
    assert "url(#picture-map-hatch)" in map_picture(profile(days=60, others=1)).svg.split("How to read a box")[0]


def test_domains_that_cannot_be_judged_say_so() -> None:
    picture = domains_picture(profile({"cognitive": None}))
    assert "too little is rated: 0 of 8" in texts(picture)
    assert "Cognitive: too little is rated, 0 of 8 functions." in picture.alternative


def test_domains_show_percent_and_the_chances_of_the_bands() -> None:
    words = texts(domains_picture(profile({"cognitive": 8})))
    assert "67 %" in words
    assert any(text.startswith("therapeutic ") for text in words)


def test_unknown_history_is_drawn_as_unknown() -> None:
    picture = history_picture(profile(history={"infancy": {"adversity": 3, "relational_health": "unknown"}}))
    assert texts(picture).count("not known") == 11  # six periods, two halves each, one of them known
    assert "2 to 13 months: who was there not known, how hard it was 3 of 4." in picture.alternative


def test_known_history_shows_levels_and_events() -> None:
    events = [{"type": "bullying"}, {"type": "bullying"}, {"type": "displacement"}]
    picture = history_picture(profile(history={"childhood": {"adversity": 2, "relational_health": 3, "events": events}}))
    words = texts(picture)
    assert {"2", "3"} <= set(words)
    assert sum("Bullying" in one for one in words) == 1


def test_people_who_agree_need_no_picture() -> None:
    assert raters_picture(profile({"sleep": [6, 6]}), {"kh": "kh", "r2": "r2"}) is None


def test_people_who_differ_are_shown_the_widest_difference_first() -> None:
    picture = raters_picture(profile({"sleep": [6, 7], "arousal": [4, 9]}), {"kh": "Kim", "r2": "Ray"})
    assert picture is not None
    words = texts(picture)
    assert words.index("Alarm and calming down") < words.index("Sleep")
    assert "Alarm and calming down: Kim 4, Ray 9, typical 12.0." in picture.alternative


def test_a_name_cannot_break_a_picture() -> None:
    picture = raters_picture(profile({"sleep": [6, 9]}), {"kh": "<b>&\"'", "r2": "Ray"})
    assert picture is not None
    assert "<b>&\"'" in texts(picture)


def test_a_map_with_links_leads_from_every_box_and_is_no_image() -> None:
    one = profile({"literacy": "not_observed"})
    root = ET.fromstring(map_picture(one, name="picture-mine", links={each.id: f"/f/{each.id}" for each in one.functions}).svg)
    links = list(root.iter(f"{SVG}a"))
    assert sorted(link.get("href") or "" for link in links) == sorted(f"/f/{each.id}" for each in one.functions)
    assert "Reading and writing not observed, typical 12.0" in {link.get("aria-label") for link in links}
    assert root.get("role") == "group"
    assert all((each.get("id") or "picture-mine").startswith("picture-mine") for each in root.iter())


@pytest.mark.parametrize("days", [0, 30, 400, 7305])
def test_every_function_has_its_curve_with_the_child_on_the_typical_mark(days: int) -> None:
    one = profile({"sleep": "not_observed", "appetite": 5}, days=days)
    for function in one.functions:
        picture = typical_picture(one, function.id)
        circles = [each for each in ET.fromstring(picture.svg).iter(f"{SVG}circle") if each.get("r") != "1.6"]  # of the patterns
        assert len(circles) == len(one.instrument.function(function.id).anchors) + 1 + (function.rating is not None)
        inside = [
            0 <= float(each.get("cx") or -1) <= picture.width and 0 <= float(each.get("cy") or -1) <= picture.height for each in circles
        ]
        assert all(inside)
        assert ("not rated" in picture.alternative) is (function.rating is None)
