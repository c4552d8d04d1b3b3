"""Enters examples/foster-care.yaml on the pages from nothing, in a real Chromium and by keyboard only, and counts what it takes.

What is exported in the end has to be the example. Run: .venv/bin/python -m benchmarks.entry_keystrokes
"""

import datetime as dt
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}

import django

django.setup()

# ruff: noqa: E402 - Django has to be set up before anything of it is imported
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from playwright.sync_api import Page
from tests.web.assessments.people import FOSTER_CARE, Scene, case_in
from tests.web.children.people import SETTING_UP, signed_in
from tests.web.look.browser import chromium, opened

from rootwise.case import Case, read_case
from rootwise.case.vocabulary import Missing, Precaution
from rootwise.web.assessments.models import Assessment
from rootwise.web.assessments.selectors import document
from rootwise.web.audit.recording import recorded

# The keystroke-level model: Card, Moran and Newell 1980, doi:10.1145/358886.358895. K: an average person who is no typist, 40 words a
# minute; M: getting ready for a step. That every answer, every row and every page is one such step, is our own reading of it.
KEY_SECONDS, READY_SECONDS = 0.28, 1.35
WORDS_A_MINUTE = 238  # silent reading of English non-fiction: Brysbaert 2019, doi:10.1016/j.jml.2019.104047


class Keyboard:
    """Presses keys and counts them; `steps` are the things somebody has to decide."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.steps, self.pages = page, 0, 0, 0
        self.waited, self.longest = 0.0, 0.0
        self.words: dict[str, int] = {}  # of each page that was read

    def press(self, key: str) -> None:
        self.keys += 1 + key.startswith("Control+")
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def answer(self, keys: str) -> None:
        self.steps += 1
        self.write(keys)

    def tab_to(self, selector: str) -> None:
        """Tab until it has the focus."""
        for _ in range(120):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached, {self.page.evaluate('document.activeElement.outerHTML')}")

    def leave_list(self, selector: str) -> None:
        """From its blank row to what comes after it."""
        self.press("Enter")
        self.tab_to(selector)

    def in_row(self, script: str) -> Any:
        """What is so in the row that has the focus."""
        return self.page.evaluate(f"row => {script}", self.page.evaluate_handle("document.activeElement.closest('.entry')"))

    def choose(self, wanted: str) -> None:
        """In a list that has the focus: the fewest letters that lead to this value."""
        options = self.page.evaluate("[...document.activeElement.options].map(one => [one.value, one.text.toLowerCase()])")
        text = next(text for value, text in options if value == wanted)
        if self.page.evaluate("document.activeElement.value") == wanted:
            return
        keys = next(text[:n] for n in range(1, len(text)) if next(value for value, each in options if each.startswith(text[:n])) == wanted)
        self.answer(keys)
        assert self.page.evaluate("document.activeElement.value") == wanted, (wanted, keys)

    def go(self, key: str = "Enter") -> None:
        """A key that leads to another page."""
        begun = time.perf_counter()
        before = self.page.url
        self.press(key)
        self.page.wait_for_url(lambda url: url != before, wait_until="load")
        took = time.perf_counter() - begun
        self.waited, self.longest, self.pages = self.waited + took, max(self.longest, took), self.pages + 1
        self.steps += not key.endswith("Enter")  # to save and go on after an answer needs no thought (the first rule of the model)
        self.words[self.page.url.partition("?")[0]] = len(self.page.locator("main").inner_text().split())


def safety(keyboard: Keyboard, case: Case) -> None:
    keyboard.answer("1")
    keyboard.answer("1")
    asked = keyboard.page.evaluate("[...new Set([...document.querySelectorAll('input[type=radio]')].map(one => one.name))]")
    for name in asked[2:]:
        keyboard.tab_to(f"[name={name}]")  # after a yes from its words, past the link to write down what was done
        given = case.safety.red_flags[name.removesuffix("-answer")]
        keyboard.answer({"yes": "1", "no": "2"}[given.answer])
    keyboard.go("Control+Enter")


def history(keyboard: Keyboard, case: Case) -> None:
    for period, given in case.history.items():
        keyboard.answer(str(given.relational_health))
        keyboard.answer(str(given.adversity))
        keyboard.answer((given.confidence or "")[0])
        for event in given.events:
            keyboard.choose(event.type)
            keyboard.press("Tab")
            keyboard.choose(str(event.severity))
            keyboard.press("Tab")
            keyboard.choose("yes" if event.chronic else "no")
            for text in (event.source, event.note):
                keyboard.press("Tab")
                if text:
                    keyboard.answer(text)
            keyboard.press("Enter")
        keyboard.press("Enter")
        keyboard.press("Tab")
        assert period
    keyboard.go("Control+Enter")


def relations(keyboard: Keyboard, case: Case) -> None:
    for level in case.relations.values():
        keyboard.answer(str(level))
    keyboard.go()


def functions(keyboard: Keyboard, case: Case) -> None:
    """One function after the other; r changes to the next person, Enter and . go on."""
    raters = [one.id for one in case.raters]
    at = raters[-1]  # who was added last is who is written for
    for entries in case.ratings.values():
        for number, entry in enumerate(sorted(entries, key=lambda one: (raters.index(one.by or at) - raters.index(at)) % len(raters))):
            while at != entry.by:
                keyboard.go("r")
                at = raters[(raters.index(at) + 1) % len(raters)]
            given: Any = entry
            if hasattr(given, "rating"):
                keyboard.answer(str(given.rating))
                keyboard.answer((given.confidence or "l")[0])
            else:
                keyboard.answer({Missing.NOT_OBSERVED: "n"}[given.missing])
            if given.note:
                keyboard.tab_to("textarea")
                keyboard.answer(given.note)
                keyboard.press("Tab")
            if number == len(entries) - 1:
                keyboard.go()
            else:
                keyboard.page.locator(".state", has_text="Saved").wait_for()


def another_rater(keyboard: Keyboard, role: str, name: str) -> None:
    keyboard.go("+")
    keyboard.tab_to("select[name=role]")
    keyboard.choose(role)
    keyboard.press("Tab")
    keyboard.answer(name)
    keyboard.go()


def people(keyboard: Keyboard, case: Case) -> None:
    for number, adult in enumerate(case.context.adults):  # proposed, because they rate
        keyboard.tab_to(f"[name=adults-{number}-minutes]")
        keyboard.answer(str(adult.minutes))
        if adult.child_turns_to:
            keyboard.tab_to(f"[name=adults-{number}-child_turns_to]")
            keyboard.answer(" ")
        keyboard.press("Enter")
    keyboard.leave_list("[name=settings-ticked]")
    for tick in "1234":
        keyboard.answer(tick)
    keyboard.go("Control+Enter")


DAYS = {"mon,tue,wed,thu,fri": "weekdays", "sat,sun": "weekend", "mon,tue,wed,thu,fri,sat,sun": "every_day"}


def days(keyboard: Keyboard, given: Any) -> None:
    named = ",".join(given.days)
    keyboard.choose(DAYS.get(named, named if len(given.days) == 1 else "some"))
    keyboard.press("Tab")
    if named not in DAYS and len(given.days) > 1:
        for day in given.days:
            keyboard.answer(str(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day) + 1))
        keyboard.tab_to("input[type=time]")


def clock(keyboard: Keyboard, minutes: int) -> None:
    hour, minute = divmod(minutes, 60)  # an American Chromium takes 15:35 for 3:35 PM, and 07:00 only with its AM
    keyboard.answer(f"{hour}{minute:02}" if 13 <= hour < 20 else f"{(hour - 1) % 12 + 1:02}{minute:02}{'a' if hour < 12 else 'p'}")
    name = keyboard.page.evaluate("document.activeElement.name")
    keyboard.tab_to("[name$=-end]" if name.endswith("start") else f":not([name='{name}'])")


TICKED = "[...row.querySelectorAll('[name$=-adults]')].flatMap((one, place) => one.checked ? place + 1 : [])"


def season(keyboard: Keyboard, only: Any) -> None:
    """Kept from the row above, so mostly nothing is to be done."""
    if keyboard.in_row("row.querySelector('[name$=-only]').value") != (only or ""):
        keyboard.tab_to("[name$=-only]")
        keyboard.choose(only or "")


def week(keyboard: Keyboard, case: Case) -> None:
    context = case.context
    adults = [one.id for one in context.adults]
    keyboard.tab_to("[name=routine-0-days]")
    for one in context.routine:
        days(keyboard, one)
        clock(keyboard, one.start)
        clock(keyboard, one.end)
        keyboard.choose(one.where)
        wanted, ticked = {adults.index(adult) + 1 for adult in one.adults}, {*keyboard.in_row(TICKED)}
        if wanted != ticked:
            keyboard.press("Tab")
            for place in sorted(wanted ^ ticked):
                keyboard.answer(str(place))
        if one.called:
            keyboard.tab_to("[name$=-only]")
        season(keyboard, one.only)
        if one.called:
            keyboard.press("Tab")
            keyboard.answer(one.called)
        keyboard.press("Enter")
    keyboard.leave_list("[name=holidays-0-start]")
    for holiday in context.holidays:
        keyboard.answer(f"{holiday.start:%m%d%Y}")
        keyboard.tab_to("[name$=-end]")
        keyboard.answer(f"{holiday.end:%m%d%Y}")
        keyboard.press("Enter")
    keyboard.leave_list("[name=moments-0-days]")
    for moment in context.moments:
        days(keyboard, moment)
        clock(keyboard, moment.at)
        keyboard.tab_to("[name$=-what]")
        keyboard.choose(moment.what)
        season(keyboard, moment.only)
        keyboard.press("Enter")
    keyboard.leave_list("[name=appointments-0-days]")
    for appointment in context.appointments:
        days(keyboard, appointment)
        clock(keyboard, appointment.start)
        clock(keyboard, appointment.end)
        keyboard.answer(appointment.what)
        season(keyboard, appointment.only)
        keyboard.press("Enter")
    keyboard.leave_list("[name=quiet_hours-0-days]")
    for quiet in context.quiet_hours:
        days(keyboard, quiet)
        clock(keyboard, quiet.start)
        clock(keyboard, quiet.end)
        season(keyboard, quiet.only)
        keyboard.press("Enter")
    keyboard.leave_list("[name=time_zone-zone]")
    keyboard.answer(context.time_zone or "")
    keyboard.go("Control+Enter")


def child(keyboard: Keyboard, case: Case) -> None:
    context = case.context
    for name, lines in (("likes", context.likes), ("equipment", context.equipment)):
        keyboard.tab_to(f"[name={name}-names]")
        for number, line in enumerate(lines):
            if number:
                keyboard.press("Enter")
            keyboard.answer(line)
    for one in sorted(context.precautions, key=list(Precaution).index):
        keyboard.tab_to("[name=precautions-ticked]")
        place = list(Precaution).index(one) + 1
        if place > 9:  # only nine ticks have a key
            keyboard.tab_to(f"[name=precautions-ticked][value={one.value}]")
        keyboard.answer(" " if place > 9 else str(place))
    keyboard.tab_to("[name=treatments-0-name]")
    for treatment in context.treatments:
        keyboard.answer(treatment.name)
        keyboard.press("Tab")
        keyboard.answer(treatment.note or "")
        keyboard.press("Enter")
    keyboard.go("Control+Enter")


def done_about_the_flag(keyboard: Keyboard, case: Case) -> None:
    keyboard.tab_to("a[href*='/flags/']")
    keyboard.go()
    keyboard.tab_to("textarea")
    keyboard.answer(next(one.action.what for one in case.safety.red_flags.values() if one.action))
    keyboard.tab_to("main form button")
    keyboard.go()


def enter(keyboard: Keyboard, case: Case, address: str) -> None:
    def part(name: str, keys: int) -> None:
        print(f"{name:<22}{keyboard.keys - keys:>7} keys", flush=True)

    keyboard.page.goto(address)
    keys = keyboard.keys
    keyboard.tab_to("[name=assessed_on]")
    keyboard.answer(f"{case.assessed_on:%m%d%Y}")
    keyboard.tab_to("[name=gestation_weeks]")
    keyboard.answer(str(case.child.gestation_weeks))
    keyboard.go()
    part("beginning", keys)
    for name, fill in (("safety", safety), ("history", history), ("relations", relations)):
        keys = keyboard.keys
        fill(keyboard, case)
        part(name, keys)
    keys = keyboard.keys
    for rater in case.raters[1:]:
        another_rater(keyboard, rater.role, rater.name or "")
    functions(keyboard, case)
    part("functions, 3 raters", keys)
    keys = keyboard.keys
    for fill in (people, week, child):
        fill(keyboard, case)
    part("the child's days", keys)
    keys = keyboard.keys
    done_about_the_flag(keyboard, case)
    part("what was done", keys)


def comparable(case: Case) -> Any:
    """Without what is another's business (who the child is) or ours (ids, the order of what has none)."""
    ids = {one.id: one.role.value for one in case.raters}
    text = case.model_dump_json(exclude={"child": {"id", "name"}, "fictional": True})
    for rater, role in ids.items():
        text = text.replace(f'"{rater}"', f'"{role}"')
    return _ordered(json.loads(text))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(one) for key, one in sorted(value.items())}
    return sorted((_ordered(one) for one in value), key=str) if isinstance(value, list) else value


@contextmanager
def on_the_day(day: dt.date) -> Iterator[None]:
    """What is written down about a flag is dated today, so today is the day of the example."""
    real = timezone.now
    shift = dt.datetime(day.year, day.month, day.day, 0, 30, tzinfo=dt.UTC) - real()
    with mock.patch.object(timezone, "now", side_effect=lambda: real() + shift):
        yield


def main() -> int:
    case = read_case(FOSTER_CARE).case
    action = next(one.action for one in case.safety.red_flags.values() if one.action)
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    with on_the_day(action.on), chromium() as browser:
        with recorded(SETTING_UP, action="benchmark.entry"):
            scene = Scene()
            scene.clinician.name = case.raters[0].name or ""
            scene.clinician.save()
        client = signed_in(scene.clinician)
        with opened(browser, client) as page:
            keyboard = Keyboard(page)
            enter(keyboard, case, f"/children/{scene.child.pk}/assessments/new")
        told = case_in(document(Assessment.unguarded.get(child=scene.child))).case
    teardown_databases(made, verbosity=0)
    same = comparable(told) == comparable(case)
    by_hand = (keyboard.keys * KEY_SECONDS + keyboard.steps * READY_SECONDS + keyboard.waited) / 60
    print(f"{keyboard.keys} keys, {keyboard.steps} steps, {keyboard.pages} pages", flush=True)
    print(f"answers of the pages: {keyboard.waited:.1f} s, the longest {keyboard.longest:.2f} s")
    print(f"our estimate for somebody who knows what to write: {by_hand:.1f} minutes")
    words = sum(keyboard.words.values())
    print(f"to read every word of every page once: {words} words, {words / WORDS_A_MINUTE:.0f} minutes more")
    print("what was exported is the example" if same else "what was exported is NOT the example")
    if not same:
        for key in comparable(case):
            if comparable(told)[key] != comparable(case)[key]:
                print(key, comparable(told)[key], comparable(case)[key], sep="\n")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
