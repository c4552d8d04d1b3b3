"""The authorisation matrix: every address of the application x method x role x relation x state of the child.

What is expected is written here a second time, by hand, and shares nothing with the program but the names of the addresses. An address that
is not in these tables fails the test that walks the URL conf.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.audit.models import Event
from rootwise.web.children.models import Child
from tests.web.access.world import RELATIONS, MatrixWorld, Stage, case_file
from tests.web.children.people import consented_to_all, days

SPACES = ("children", "assessments")  # below a child; test_matrix_of_accounts.py has whatever is not in these
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
KEEPERS = {"clinician", "supervisor"}
CEILING = {
    "t1": {"clinician", "supervisor", "occupational_therapist", "therapist", "caregiver", "teacher"},
    "t3": {"clinician", "supervisor", "occupational_therapist", "therapist"},
    "t4": KEEPERS,
    "t5": KEEPERS,
    "ground": KEEPERS,
    "openings": {*KEEPERS, "caregiver"},
}


@dataclass(frozen=True)
class Route:
    name: str
    need: str  # of the child; or the roles that open it, for an address without a child
    write: bool
    posts: bool
    arguments: tuple[str, ...] = ()  # beside the child: names of rows, or words
    page: str = ""  # in the ticket of its form
    reason: str = "visit"  # for opening where the child lives
    space: str = "children"  # the app, as its addresses name it
    got: int = 200  # what it answers to who may look
    posted: int = 302  # what a good form is answered
    read_by_get: bool = False  # a page of answers: who may read gets it, who may write sends it

    @property
    def address(self) -> str:
        return f"{self.space}:{self.name}"


WHEREABOUTS = (
    Route("whereabouts", "t5", write=False, posts=True, posted=200),
    *(
        Route("add_whereabouts", "t5", write=True, posts=True, arguments=(one,), page=f"add_{one}", posted=200)
        for one in ("placement", "household", "school", "contact")
    ),
    *(
        Route("edit_whereabouts", "t5", write=True, posts=True, arguments=(one, f"row:{one}"), page=f"edit_{one}", posted=200)
        for one in ("placement", "household", "school", "contact")
    ),
)
ASSESSMENTS = tuple(
    replace(one, space="assessments")
    for one in (
        Route("list", "t3", write=False, posts=False),
        Route("begin", "t4", write=True, posts=True, page="begin_assessment"),
        Route("import", "t4", write=True, posts=True, page="import_case"),
        Route("page", "t3", write=False, posts=False, arguments=("row:assessment",)),
        Route("add_rater", "t3", write=True, posts=True, arguments=("row:assessment",), page="add_rater"),
        Route("export", "t4", write=False, posts=False, arguments=("row:assessment",)),
        Route("export", "t4", write=False, posts=False, arguments=("row:closed",)),
        Route("safety", "t4", write=True, posts=True, arguments=("row:assessment",), page="safety", read_by_get=True),
        Route("relations", "t3", write=True, posts=True, arguments=("row:assessment",), page="relations", read_by_get=True),
        Route("function", "t3", write=True, posts=True, arguments=("row:assessment", "sleep"), page="function sleep", read_by_get=True),
        Route("history", "t4", write=True, posts=True, arguments=("row:assessment",), page="history", read_by_get=True),
        Route("context", "t3", write=True, posts=True, arguments=("row:assessment", "people"), page="context people", read_by_get=True),
        *(
            Route(one, "t3", write=False, posts=False, arguments=("row:assessment",))
            for one in ("profile", "profile_raters", "profile_earlier")
        ),
        Route("profile_function", "t3", write=False, posts=False, arguments=("row:assessment", "sleep")),
        Route("profile_json", "t3", write=False, posts=False, arguments=("row:assessment",), got=409),  # the gate is closed in this world
        Route("profile_pdf", "t4", write=False, posts=False, arguments=("row:assessment",), got=409),
        Route("acknowledge", "t4", write=True, posts=True, arguments=("row:assessment", "row:flag"), page="acknowledge"),
        Route("asked", "t3", write=False, posts=False, arguments=("row:assessment",)),
        Route("ask", "t3", write=True, posts=True, arguments=("row:assessment",), page="ask", posted=200),
        Route("revoke_link", "t3", write=True, posts=True, arguments=("row:assessment", "row:link"), page="revoke_link"),
        Route("remind", "t3", write=True, posts=True, arguments=("row:assessment", "row:link"), page="remind"),
        Route("close", "t4", write=True, posts=True, arguments=("row:assessment",), page="close", posted=422),  # a flag waits
        Route("correct", "t4", write=True, posts=True, arguments=("row:closed",), page="correct"),
    )
)
ERASING = {"erase", "propose-erasure"}  # only a closed record without merges is erased
ROUTES = (
    Route("mine", "roles:all", write=False, posts=False),
    Route("add", "roles:keepers", write=True, posts=True, page="add"),
    Route("break_glass", "roles:keepers", write=True, posts=True, page="break_glass"),
    Route("reviews", "roles:supervisor", write=False, posts=False),
    Route("review", "roles:supervisor", write=True, posts=True, arguments=("glass",), page="review"),
    Route("unkept", "roles:supervisor", write=False, posts=False),
    Route("entrust", "roles:supervisor", write=True, posts=True, arguments=("target",), page="entrust"),
    Route("closed", "roles:supervisor", write=False, posts=False),
    Route("retention_rule", "roles:administrator", write=True, posts=True, page="retention_rule"),
    Route("teams", "roles:teams", write=False, posts=False),
    Route("add_team", "roles:administrator", write=True, posts=True, page="add_team"),
    Route("one_team", "roles:teams", write=False, posts=False, arguments=("team",)),
    Route("add_member", "roles:administrator", write=True, posts=True, arguments=("team",), page="add_member"),
    Route("end_member", "roles:administrator", write=True, posts=True, arguments=("team", "member"), page="end_member"),
    Route("withdraw_proposal", "roles:administrator", write=True, posts=True, arguments=("team", "proposal"), page="withdraw_proposal"),
    Route("proposals", "roles:keepers", write=False, posts=False),
    Route("confirm_member", "roles:confirmers", write=True, posts=True, arguments=("proposal",), page="confirm_member"),
    Route("page", "t1", write=False, posts=False),
    Route("edit", "ground", write=True, posts=True, page="edit"),
    Route("openings", "openings", write=False, posts=False),
    Route("team", "ground", write=False, posts=False),
    Route("add_relation", "ground", write=True, posts=True, page="add_relation"),
    Route("end_relation", "ground", write=True, posts=True, arguments=("relation",), page="end_relation"),
    Route("give_to_team", "ground", write=True, posts=True, page="give_to_team"),
    Route("consent", "ground", write=False, posts=False),
    Route("add_consent", "ground", write=True, posts=True, page="add_consent"),
    Route("withdraw_consent", "ground", write=True, posts=True, arguments=("consent",), page="withdraw_consent"),
    Route("no_contact", "ground", write=False, posts=False),
    Route("add_no_contact", "ground", write=True, posts=True, page="add_no_contact"),
    Route("lift_no_contact", "ground", write=True, posts=True, arguments=("no_contact",), page="lift_no_contact"),
    Route("bar_account", "ground", write=True, posts=True, arguments=("no_contact", "alike"), page="bar_account"),
    Route("keeping", "ground", write=False, posts=False),
    Route("place_hold", "ground", write=True, posts=True, page="place_hold"),
    Route("lift_hold", "ground", write=True, posts=True, arguments=("hold",), page="lift_hold"),
    *(
        Route(
            "retention", "ground", write=True, posts=True, arguments=(one,), page=f"retention_{one}", posted=422 if one in ERASING else 302
        )
        for one in ("close", "reopen", "propose-erasure", "keep", "erase")
    ),
    *(replace(one, reason=reason) for one in WHEREABOUTS for reason in ("visit", "", "because")),
    Route("merges", "ground", write=False, posts=False),
    Route("propose_merge", "ground", write=True, posts=True, page="propose_merge"),
    *(
        Route("merge_step", "ground", write=True, posts=True, arguments=(f"row:{one}", one), page=f"merge_{one}")
        for one in ("do", "withdraw", "propose-undo", "undo")
    ),
    *ASSESSMENTS,
)
ROWS = {"relation", "consent", "no_contact", "hold"}
OPENED_BY: dict[str, set[Any]] = {
    "roles:all": set(Role),
    "roles:keepers": KEEPERS,
    "roles:supervisor": {"supervisor"},
    "roles:administrator": {"administrator"},
    "roles:teams": {"administrator", "supervisor"},
}
NEVER_SEEN = "0:" + "0" * 16  # of an answer that nobody gave yet
NEW_ROWS = ("add_member", "bar_account", "add_rater", "ask", "correct")  # what they name in the address is not what they make


def names_in_the_url_conf() -> set[str]:
    """Every address of an app with a space of its own, as Django knows them; test_matrix_of_accounts.py has the others."""

    def walk(patterns: Any, space: str) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, one.namespace or space)
            elif isinstance(one, URLPattern) and space in SPACES:
                yield f"{space}:{one.name}"

    return set(walk(get_resolver().url_patterns, ""))


@dataclass(frozen=True)
class Cell:
    route: Route
    method: str
    role: Role | None  # None has not signed in
    relation: str
    ground: str

    @property
    def writes(self) -> bool:
        return self.route.write and not (self.route.read_by_get and self.method in ("GET", "HEAD"))


def cells(world: MatrixWorld) -> Iterator[Cell]:
    for route in ROUTES:
        for ground in world.stages if not route.need.startswith("roles:") else ("whole",):
            for method in METHODS:
                yield Cell(route, method, None, "none", ground)
                for role in Role:
                    for relation in RELATIONS:
                        yield Cell(route, method, role, relation, ground)


def is_allowed(cell: Cell) -> bool:
    """The rule, once more."""
    if cell.route.need == "t5" and cell.method == "POST" and cell.route.reason not in ("visit", ""):
        return False  # who may open it with a reason, and gives none, is asked for one
    role, need = str(cell.role), cell.route.need
    if need.startswith("roles:"):
        if need == "roles:confirmers":  # who stands to a child of the team
            return role in KEEPERS and (cell.relation == "current" or (cell.relation == "team" and role == "supervisor"))
        return role in OPENED_BY[need]
    if role not in CEILING[need] or cell.ground in ("barred_user", "barred_email", "erased", "merged"):
        return False
    if cell.ground == "closed" and (role not in KEEPERS or (cell.writes and need != "ground")):
        return False
    if cell.relation == "glass":
        return role in KEEPERS and not cell.writes
    stands = cell.relation == "current" or (cell.relation == "team" and role == "supervisor")
    if need == "ground":
        return stands
    consented = cell.ground in ("whole", "lifted", "closed") or (cell.ground == "t1_only" and need in ("t1", "openings"))
    return stands and consented


def _row(world: MatrixWorld, stage: Stage, argument: str) -> Any:
    if argument in ("glass", "team", "member", "proposal", "alike", "target"):
        return getattr(world, argument).pk
    if argument in ROWS:
        return stage.rows[argument]
    return stage.rows[argument.removeprefix("row:")] if argument.startswith("row:") else argument


def ask(world: MatrixWorld, cell: Cell, user: User | None, *, version: int | None = None, payload: dict[str, Any] | None = None) -> Any:
    """As a browser would: a form with its ticket, and filled in, unless told otherwise."""
    stage, route = world.stages[cell.ground], cell.route
    about_child = not route.need.startswith("roles:")
    arguments = [_row(world, stage, one) for one in route.arguments]
    where = reverse(route.address, args=[*([stage.child.pk] if about_child else []), *arguments])
    if cell.method == "POST" and route.posts:
        edited = next((one for one in reversed(arguments) if isinstance(one, uuid.UUID)), None) if route.name not in NEW_ROWS else None
        if edited is None and route.name in ("edit", "retention", "give_to_team"):
            edited = stage.child.pk
        if route.name == "retention_rule":
            edited = world.site.pk
        if version is None:
            version = Child.unguarded.get(pk=stage.child.pk).version if edited == stage.child.pk else int(edited != world.site.pk)
        child = stage.child.pk.hex if about_child else ""
        ticket = Ticket(route.page, str(user.pk) if user else "", child, edited or uuid.uuid4(), version).seal()
        return world.client(user).post(where, {"ticket": ticket, **(_payload(world, stage, route) if payload is None else payload)})
    return world.client(user).generic(cell.method, where)


def _payload(world: MatrixWorld, stage: Stage, route: Route) -> dict[str, Any]:
    whereabouts = {
        "reason": route.reason, "starts": days(0), "kind": "k", "address": "a", "people": "p", "name": "n", "standing": "s",
    }  # fmt: skip
    payloads: dict[str, dict[str, Any]] = {
        "add": {"name": "New Child", "initials": "NC", "birth": "2019"},
        "edit": {"name": "Other Name", "initials": "ON", "birth": "2019"},
        "retention_rule": {"years_after_closing": "8"},
        "add_team": {"name": "New Team"},
        "add_member": {"user": str(world.spare.pk), "starts": days(0)},
        "give_to_team": {"team": str(world.team.pk)},
        "place_hold": {"reason": "court"},
        "break_glass": {"reason": "urgent", "child_name": world.target.name, "birth": world.target.birth},
        "review": {"was_right": "true", "review": "It was needed."},
        "entrust": {"user": str(world.spare.pk), "evidence": "decided by the service"},
        "add_relation": {"user": str(world.spare.pk), "role": "clinician", "starts": days(0), "evidence": "letter"},
        "add_consent": {
            "given_by": "R", "evidence": "paper", "authority": "parent", "purpose": "care", "t1": "on", "starts": days(0), "ends": days(9),
        },
        "add_no_contact": {"name": "Somebody", "evidence": "order"},
        "lift_no_contact": {"because": "order ended"},
        "propose_merge": {"other_name": stage.other.name, "other_birth": stage.other.birth, "because": "same child"},
        "whereabouts": {"reason": route.reason},
        "add_whereabouts": whereabouts,
        "edit_whereabouts": whereabouts,
        "begin": {"assessed_on": days(0)},
        "import": {"file": SimpleUploadedFile("case.json", json.dumps(case_file(stage.child)).encode())},
        "add_rater": {"role": "teacher", "name": "Class teacher"},
        "safety": {"self_harm-answer": "yes", "self_harm-note": "said so", "self_harm-seen": NEVER_SEEN},
        "relations": {"caregiver_strain-level": "2", "caregiver_strain-seen": NEVER_SEEN},
        "function": {"sleep-rating": "4", "sleep-confidence": "sure", "sleep-note": "", "sleep-seen": NEVER_SEEN},
        "acknowledge": {"what": "The doctor was told."},
        "ask": {"role": "caregiver", "name": "Aunt", "language": "en", "days": "5"},
        "correct": {"because": "The day was wrong."},
    }  # fmt: skip
    return payloads.get(route.name, {})


def wrong_with(world: MatrixWorld, cell: Cell) -> str:
    """What is wrong with the answer to one cell; nothing, most times. The database is as before afterwards."""
    user = world.users[cell.role, cell.relation] if cell.role is not None else None
    with transaction.atomic():
        before = Event.objects.order_by("-id").values_list("id", flat=True).first()
        got = ask(world, cell, user)
        after = Event.objects.order_by("-id").values_list("id", flat=True).first()
        transaction.set_rollback(True)
    if cell.role is None:
        return "" if got.status_code == 302 and "next=" in got["Location"] and before == after else f"a visitor got {got.status_code}"
    if cell.method not in (("GET", "HEAD", "POST") if cell.route.posts else ("GET", "HEAD")):
        return "" if got.status_code == 405 and before == after else f"expected 405, got {got.status_code}"
    if is_allowed(cell):
        fine = (200, 302, 422) if cell.method == "POST" else (cell.route.got,)
        return "" if got.status_code in fine else f"expected to be let in, got {got.status_code}"
    if got.status_code != 404:
        return f"expected 404, got {got.status_code}"
    if told := unlike(got, absent_page(world, cell)):
        return f"the 404 is not the one of what is absent: {told}"
    return "" if before == after else "refused, and yet something was written"


_ABSENT: dict[str, Any] = {}


def absent_page(world: MatrixWorld, cell: Cell) -> Any:
    """The answer for a child that does not exist, to who may see everything."""
    if cell.method not in _ABSENT:
        where = reverse("children:page", args=[uuid.uuid4()])
        method = "GET" if cell.method == "POST" else cell.method
        _ABSENT[cell.method] = world.client(world.reference).generic(method, where)
    return _ABSENT[cell.method]


def unlike(got: Any, absent: Any) -> str:
    """What tells the two answers apart: a byte, a header or a cookie. The number of the request is another each time."""
    headers = [{name: value for name, value in one.items() if name != "X-Request-Number"} for one in (got, absent)]
    if headers[0] != headers[1]:
        return f"headers {headers[0].items() ^ headers[1].items()}"
    if got.cookies.output() != absent.cookies.output():
        return "cookies"
    return "" if got.content == absent.content else "body"


def pair_of(world: MatrixWorld, cell: Cell) -> str:
    """The same request for the same child, by somebody who may: else a page that is broken for everybody would pass as well guarded."""
    stage = world.stages[cell.ground]
    with transaction.atomic():
        child = Child.unguarded.get(pk=stage.child.pk)
        twin = Cell(replace(cell.route, reason="visit"), cell.method, Role.SUPERVISOR, "current", cell.ground)
        if not is_allowed(twin) or cell.ground.startswith("barred"):
            child.retention, child.merged_into = "active", None
            child.save()
            consented_to_all(child)
        got = ask(world, twin, world.administrator if cell.route.need == "roles:administrator" else world.reference)
        transaction.set_rollback(True)
    there_already = "close" if child.retention == "closed" else "reopen"
    is_over = cell.route.arguments in (("relation",), (there_already,))  # what is over is not ended again
    wanted = (422 if is_over else cell.route.posted) if cell.method == "POST" else cell.route.got
    return "" if got.status_code == wanted else f"the allowed twin got {got.status_code}, not {wanted}"
