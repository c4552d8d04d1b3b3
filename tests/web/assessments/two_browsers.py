"""Two browsers that answer the same assessment at random, and what each of them was told. Nothing may be lost:

what a page calls saved is in the database; an answer that the page has not seen is never written over; what was typed and not saved stays.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Locator, Page

from rootwise.web.assessments.models import Assessment
from rootwise.web.assessments.selectors import document
from tests.web.assessments.test_pages import address
from tests.web.look.browser import opened

RADIO = ("safe_adults", "caregiver_attunement", "peers", "school_belonging")
WORDS = ("likes", "equipment")
PLACES = {("relations",): RADIO, ("context", "child"): WORDS}
CONFLICT = "Somebody else answered this"


@dataclass
class Writer:
    """A browser, which answers it has seen in which version, and what it was told it could not save."""

    name: str
    page: Page
    place: tuple[str, ...] = ("relations",)
    seen: dict[str, int] = field(default_factory=dict)
    unsaved: dict[str, Any] = field(default_factory=dict)

    def shown(self, part: str) -> Any:
        if part in WORDS:
            return self.page.locator(f"[name={part}-names]").input_value()
        return self.page.locator(f"[name={part}-level]:checked").get_attribute("value")

    def state(self, part: str) -> Locator:
        return self.page.locator(f"#state-{part}")


@dataclass
class TwoBrowsers:
    """What should be in the database, after every step."""

    assessment: Assessment
    writers: tuple[Writer, Writer]
    chance: random.Random
    there: dict[str, Any] = field(default_factory=dict)
    version: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def step(self) -> None:
        """One thing that one of the two does, or both at once."""
        self.steps += 1
        one, other = self.chance.sample(self.writers, 2)
        does = self.chance.choices(("answer", "both", "open", "button"), (60, 20, 10, 10))[0]
        if does == "open":
            self.open(one, self.chance.choice([*PLACES]))
        elif does == "button":
            self.button(one)
        elif does == "both" and one.place == other.place:
            self.both(one, other, self.chance.choice(PLACES[one.place]))
        else:
            part = self.chance.choice(PLACES[one.place])
            with self.sent(one):
                value = self.write(one, part)
            self.became(one, part, value)
        self.check()

    def both(self, one: Writer, other: Writer, part: str) -> None:
        """At once: if one of them knows what is there, that one is saved, and of two who know exactly one."""
        able = [each for each in (one, other) if each.seen[part] == self.version[part]]
        with self.sent(one) as first, self.sent(other) as second:
            values = [self.write(each, part) for each in (one, other)]
        given = sorted(zip((first.value.status, second.value.status), (one, other), values, strict=True), key=lambda one: one[0])
        assert not able or given[0][0] == 200, f"{part}: somebody knows what is there, and nobody was saved"
        for status, writer, value in given:  # who did not know what was there may have come before the other, with the same answer
            self.became(writer, part, value, may_be_told=status == 409 and writer not in able)

    def sent(self, writer: Writer) -> Any:
        return writer.page.expect_response(lambda response: response.request.method == "POST")

    def write(self, writer: Writer, part: str) -> Any:
        if part in WORDS:
            value = f"{writer.name}{self.steps} {self.chance.choice(('swing', 'ñandú', '<b>drum</b>', 'cat & dog'))}"
            box = writer.page.locator(f"[name={part}-names]")
            box.fill(value)
            box.blur()
        else:
            value = self.chance.choice([one for one in "01234" if one != writer.shown(part)])
            writer.page.locator(f"label:has([name={part}-level][value='{value}'])").click()
        return value

    def became(self, writer: Writer, part: str, value: Any, *, may_be_told: bool = False) -> None:
        """Saved where this page has seen what is there; otherwise told what the other wrote, and nothing is lost."""
        is_the_same = self.there.get(part) == value and not may_be_told  # the same answer twice is one answer
        if writer.seen[part] == self.version[part] or is_the_same:
            writer.state(part).get_by_text("Saved").wait_for()
            self.saved(writer, part, value)
        else:
            writer.state(part).locator(".danger", has_text=CONFLICT).wait_for()
            self.refused(writer, part, value)

    def saved(self, writer: Writer, part: str, value: Any) -> None:
        self.version[part] += self.there.get(part) != value
        self.there[part] = value
        writer.seen[part] = self.version[part]
        writer.unsaved.pop(part, None)
        self.outcomes["saved"] += 1

    def refused(self, writer: Writer, part: str, value: Any) -> None:
        told = int((writer.page.locator(f"[name={part}-seen]").get_attribute("value") or "").partition(":")[0])
        assert writer.seen[part] < told <= self.version[part]  # of two at once the other may have been saved just after
        writer.seen[part] = told
        writer.unsaved[part] = value
        self.outcomes["told what the other wrote"] += 1

    def button(self, writer: Writer) -> None:
        """What was not saved is put in place of what the other wrote, unless that changed once more."""
        again, before = dict(writer.unsaved), writer.page.url
        conflicts = [part for part, value in again.items() if writer.seen[part] != self.version[part] and self.there.get(part) != value]
        writer.page.locator(".sticky button").click()
        if conflicts:
            writer.state(conflicts[0]).locator(".danger", has_text=CONFLICT).wait_for()
        else:
            writer.page.wait_for_url(lambda url: url != before)
        writer.page.wait_for_load_state("networkidle")
        for part, value in again.items():
            if part in conflicts:
                assert writer.state(part).locator(".danger", has_text=CONFLICT).count() == 1
                self.refused(writer, part, value)
            else:
                self.saved(writer, part, value)
                self.outcomes["put in place of the other's"] += 1
        if conflicts:
            for part in PLACES[writer.place]:
                writer.seen[part] = self.version[part]
        else:
            self.open(writer, writer.place)

    def open(self, writer: Writer, place: tuple[str, ...]) -> None:
        writer.page.goto(address(place[0], self.assessment, *place[1:]), wait_until="networkidle")
        writer.place = place
        writer.unsaved.clear()
        writer.seen = {part: self.version[part] for part in PLACES[place]}
        for part in PLACES[place]:
            assert writer.shown(part) == self.there.get(part, "" if part in WORDS else "not_asked")

    def check(self) -> None:
        found = document(self.assessment)
        told = {part: str(level) for part, level in found.get("relations", {}).items()}
        told |= {part: "\n".join(found.get("context", {})[part]) for part in WORDS if part in found.get("context", {})}
        assert told == self.there
        for writer in self.writers:
            for part, value in writer.unsaved.items():
                assert writer.shown(part) == value, f"{writer.name} lost what was written for {part}"


@contextmanager
def two_browsers(browser: Browser, clients: tuple[Client, Client], assessment: Assessment, *, seed: int) -> Iterator[TwoBrowsers]:
    with opened(browser, clients[0]) as one, opened(browser, clients[1]) as other:
        made = TwoBrowsers(assessment, (Writer("one", one), Writer("other", other)), random.Random(seed))
        for writer in made.writers:
            made.open(writer, ("relations",))
        yield made
