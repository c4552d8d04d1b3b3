"""People at work against the real server: signed in, thinking between clicks, four pages read for each form saved, all of it audited.

    .venv/bin/python benchmarks/web_load.py --people 300 --think 5 --seconds 120
    sh scripts/with_postgresql.sh .venv/bin/python benchmarks/web_load.py --people 300 --think 5 --seconds 120
    .venv/bin/python benchmarks/web_load.py --ratings --people 30 --think 5 --seconds 120

With --ratings each opens one function after the other of an assessment and answers it, saved while they write as the page does.
The server is `rootwise serve` with its two workers on this machine; who asks runs on the same cores.
"""

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import urlencode

import web_world

HEAD = "Host: rootwise.example.org\r\nX-Forwarded-Proto: https\r\nReferer: https://rootwise.example.org/\r\nX-Forwarded-For: 192.0.2.1\r\n"
IN_A_SERVICE = 30
PRODUCTION = {"ROOTWISE_MODE": "production", "ROOTWISE_ORIGIN": "https://rootwise.example.org"}


@dataclass(slots=True)
class Person:
    child: str
    cookies: dict[str, str]
    assessment: str = ""


@dataclass(slots=True)
class Seen:
    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--think", type=float, default=5, help="Seconds between two clicks of a person, on average.")
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--ratings", action="store_true", help="Rate the functions of an assessment.")
    given = asked.parse_args()
    url = os.environ.get("ROOTWISE_TEST_DATABASE", "")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(web_world.own_postgresql(url)) if url else ""
        stack.enter_context(web_world.installation(folder, database))
        people = _people(given.people, with_assessment=given.ratings)
        port = _free_port()
        server = _serve(folder, port)
        try:
            seen = asyncio.run(_work(people, port, given.think, given.seconds))
        finally:
            server.terminate()
            server.wait(timeout=30)
        wrong = _unaudited(seen) + web_world.not_whole()
    told = Counter({f"answered {one}": count for one, count in seen.statuses.items()})
    figures = {name: _figures(seconds) for name, seconds in sorted(seen.seconds.items())}
    figures["all"] = _figures([one for seconds in seen.seconds.values() for one in seconds])
    web_world.say(told, engine="postgresql" if url else "sqlite", people=given.people, milliseconds=figures, wrong=wrong[:20])
    return 1 if wrong or any(not one.startswith(("answered 200", "answered 302")) for one in told) else 0


def _figures(seconds: list[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return {"requests": len(seconds), "median": round(1000 * median(seconds)), "p95": round(1000 * cuts[94]), "p99": round(1000 * cuts[98])}


def _people(number: int, *, with_assessment: bool) -> list[Person]:
    """Clinicians of services of 30, each with a child of their own, signed in."""
    import datetime as dt

    from django.test import Client

    from rootwise.report.site import Contact, ContactKind
    from rootwise.web.accounts.actions import add_site, add_user
    from rootwise.web.accounts.models import SignIn
    from rootwise.web.accounts.roles import Role
    from rootwise.web.accounts.selectors import NEEDED_CONTACTS
    from rootwise.web.assessments.actions import begin_assessment
    from rootwise.web.assessments.models import Assessment
    from rootwise.web.audit.recording import Actor, recorded
    from rootwise.web.children.actions import add_child, add_consent
    from rootwise.web.children.models import Child, Consent

    by, today = Actor.system("measured"), dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    contacts = [Contact(kind=ContactKind(kind), name="Line (fictional)", phone="555-0100") for kind in NEEDED_CONTACTS]
    sites = [add_site(by=by, name=f"Willow Street {count} (fictional)", contacts=contacts) for count in range(-(-number // IN_A_SERVICE))]
    first = add_user(
        by=by, site=sites[0], email="p@example.org", name="P (fictional)", initials="PF", role=Role.CLINICIAN, password="long (fictional)"
    )
    made = []
    with recorded(by, action="measured.set_up"):
        for count in range(number):
            site = sites[count // IN_A_SERVICE]
            user = add_user(
                by=by, site=site, email=f"p{count}@example.org", name=f"P{count} (fictional)", initials="PF", role=Role.CLINICIAN
            )
            user.password = first.password  # hashing each would take longer than the measurement
            user.save()
            child = add_child(by=by, user=user, child=Child(name=f"Child {count} (fictional)", initials="CF", birth="2018", site=site))
            tiers = dict.fromkeys(("t1", "t2", "t3", "t4", "t5"), True)
            ends = today + dt.timedelta(days=90)
            row = Consent(
                child=child, given_by="Ruth", evidence="paper", authority="parent", purpose="care", starts=today, ends=ends, **tiers
            )
            add_consent(by=by, consent=row)
            client = Client(SERVER_NAME="localhost")
            client.force_login(user)
            session = SignIn.objects.get(user=user)
            session.second_factor = True
            session.save()
            person = Person(str(child.pk), {"__Host-session": client.cookies["session"].value})
            if with_assessment:
                begun = Assessment(child=child, instrument="open-functional-map@1", assessed_on=today)
                person.assessment = str(begin_assessment(by=by, user=user, assessment=begun).pk)
            made.append(person)
    return made


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).parent / "rootwise"), "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env={**os.environ, **PRODUCTION}, stdout=log, stderr=log)
    for _ in range(600):
        assert server.poll() is None, (folder / "log").read_text()
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise TimeoutError


async def _work(people: list[Person], port: int, think: float, seconds: float) -> Seen:
    seen, ends = Seen(), time.monotonic() + seconds
    do = _rates if people[0].assessment else _one
    await asyncio.gather(*(do(person, Random(number), port, think, ends, seen) for number, person in enumerate(people)))
    return seen


async def _one(person: Person, chance: Random, port: int, think: float, ends: float, seen: Seen) -> None:
    """My children, the child, its consents, an empty form; and the form sent."""
    about, number = f"/children/{person.child}", 0
    await asyncio.sleep(chance.uniform(0, think))
    while time.monotonic() < ends:
        text = ""
        for name, path in (
            ("list", "/children/"),
            ("child", f"{about}/"),
            ("consent", f"{about}/consent"),
            ("form", f"{about}/no-contact/new"),
        ):
            text = await _ask(person, port, name, path, None, seen)
            await asyncio.sleep(chance.uniform(0.5 * think, 1.5 * think))
            if time.monotonic() > ends:
                return
        hidden = dict(re.findall(r'name="(ticket|csrfmiddlewaretoken)" value="([^"]*)"', text))
        number += 1
        form = urlencode({**hidden, "name": f"Alex {number} (fictional)", "evidence": "court order"})
        await _ask(person, port, "saved", f"{about}/no-contact/new", form, seen)
        await asyncio.sleep(chance.uniform(0.5 * think, 1.5 * think))


async def _rates(person: Person, chance: Random, port: int, think: float, ends: float, seen: Seen) -> None:
    """A function is opened, thought about, and its rating saved; and so on, round and round."""
    from rootwise.instrument import load_instrument

    functions = [one.id for one in load_instrument("open-functional-map@1").instrument.functions]
    number = chance.randrange(len(functions))
    await asyncio.sleep(chance.uniform(0, think))
    while time.monotonic() < ends:
        number += 1
        function = functions[number % len(functions)]
        path = f"/children/{person.child}/assessments/{person.assessment}/functions/{function}"
        text = await _ask(person, port, "function", path, None, seen)
        await asyncio.sleep(chance.uniform(0.5 * think, 1.5 * think))
        hidden = dict(re.findall(rf'name="(ticket|csrfmiddlewaretoken|{function}-seen)" value="([^"]*)"', text))
        rating = {f"{function}-rating": str(number % 12 + 1), f"{function}-confidence": "sure", f"{function}-note": "", "only": function}
        await _ask(person, port, "rating", path, urlencode(hidden | rating), seen, more="HX-Request: true\r\n")


async def _ask(person: Person, port: int, name: str, path: str, form: str | None, seen: Seen, *, more: str = "") -> str:
    cookies = "; ".join(f"{key}={value}" for key, value in person.cookies.items())
    head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\n{HEAD}{more}Cookie: {cookies}\r\nConnection: close\r\n"
    if form is not None:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}\r\n{form or ''}".encode())
    answer = (await reader.read()).decode()
    writer.close()
    seen.seconds.setdefault(name, []).append(time.monotonic() - began)
    seen.statuses[f"{answer[9:12]} {name}"] += 1
    top, _, text = answer.partition("\r\n\r\n")
    person.cookies |= dict(re.findall(r"(?im)^set-cookie: *(__Host-[a-z]+)=([^;]+)", top))
    return text


def _unaudited(seen: Seen) -> list[str]:
    from rootwise.web.audit.models import Event

    wrong = []
    for action, status in (
        ("children.open", "200 child"),
        ("children.open_consent", "200 consent"),
        ("children.add_no_contact", "302 saved"),
        ("assessments.answer", "200 rating"),
    ):
        events = Event.objects.filter(action=action).values("request").distinct().count()
        if events != seen.statuses[status]:
            wrong.append(f"{action}: {seen.statuses[status]} times answered, {events} events")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
