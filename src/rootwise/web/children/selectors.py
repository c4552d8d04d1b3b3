"""Reading about children. Each begins with a child that was reached for somebody, or with who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import MAY_MANAGE_PEOPLE, Role
from rootwise.web.audit.recording import Actor, record_read, recorded
from rootwise.web.children.age import age_in_words
from rootwise.web.children.facts import allowed
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Consent,
    Contact,
    Household,
    Merge,
    NoContact,
    Placement,
    Relation,
    Retention,
    RetentionHold,
    RetentionRule,
    School,
    Team,
    TeamMember,
    TeamProposal,
    Whereabouts,
)
from rootwise.web.children.names import resemble, same_words
from rootwise.web.children.needs import KEEPERS, Need, Reason
from rootwise.web.children.reach import behind_glass, went_into
from rootwise.web.children.retention import due_on

KINDS: dict[str, type[Placement] | type[Household] | type[School] | type[Contact]] = {
    "placement": Placement,
    "household": Household,
    "school": School,
    "contact": Contact,
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who a page is about: on top of every page and form."""

    id: UUID
    name: str
    initials: str
    age: str


def who(child: Child) -> Who:
    return Who(child.pk, child.name, child.initials, age_in_words(child.birth, timezone.localdate()))


def my_children(user: object, search: str = "") -> list[Who]:
    found = Child.objects.for_user(user, Need.T1).order_by("name", "id")
    return [who(one) for one in found if search.casefold() in one.name.casefold()]


def without_consent(user: object, search: str = "") -> list[Who]:
    """Those whom this user keeps a record of and may not look into: a consent has to be written down first, or again."""
    open_ones = Child.objects.for_user(user, Need.T1).values("pk")
    found = Child.objects.for_user(user, Need.GROUND).exclude(pk__in=open_ones).order_by("name", "id")
    return [who(one) for one in found if search.casefold() in one.name.casefold()]


def reached(user: object, child: UUID, need: Need, *, write: bool = False, reason: str = "") -> Child | None:
    """The child, if this user may see or change what is needed of it now; None for whatever is absent or forbidden."""
    return Child.objects.for_user(user, need, write=write, reason=reason).filter(pk=child).first()


def keeps_records(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in KEEPERS


def supervises(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role == Role.SUPERVISOR


def open_to(user: object, child: Child) -> set[str]:
    """What the page of a child offers to this user."""
    return {f"write_{need.value}" if write else need.value for need, write in allowed(user, child, reason=Reason.VISIT)}


def opened_child(by: Actor, child: Child) -> None:
    """Opening the page of a child is written down too, so that the family sees it."""
    with recorded(by, action="children.open"):
        record_read(table="children_child", row=child.pk.hex, child=child.pk.hex, columns=["name"])


def _opened(child: Child, *models: type[Model]) -> None:
    for model in models:
        columns = [field.name for field in model._meta.concrete_fields]
        record_read(table=model._meta.db_table, row="", child=child.pk.hex, columns=columns)


def relations_of(by: Actor, child: Child) -> list[Relation]:
    with recorded(by, action="children.open_team"):
        _opened(child, Relation)
        return list(Relation.unguarded.filter(child=child).select_related("user").order_by("-starts", "id"))


def consents_of(by: Actor, child: Child) -> list[Consent]:
    with recorded(by, action="children.open_consent"):
        _opened(child, Consent)
        return list(Consent.unguarded.filter(child=child).order_by("-starts", "id"))


def no_contacts_of(by: Actor, child: Child) -> list[NoContact]:
    with recorded(by, action="children.open_no_contact"):
        _opened(child, NoContact)
        return list(NoContact.unguarded.filter(child=child).select_related("user").order_by("-since", "id"))


def merges_of(by: Actor, child: Child) -> list[Merge]:
    with recorded(by, action="children.open_merges"):
        _opened(child, Merge)
        return list(Merge.unguarded.filter(_of_either(child)).select_related("other").order_by("id"))


def _of_either(child: Child) -> Q:
    """Seen from the record that stays; and from the other one as long as it is only proposed, so that it can be withdrawn there too."""
    return Q(child=child) | Q(other=child, merged_by=None, withdrawn_by=None)


def whereabouts_of(by: Actor, child: Child) -> dict[str, list[Whereabouts]]:
    """Where the child lives and what implies it. `by` carries the reason."""
    with recorded(by, action="children.open_whereabouts"):
        _opened(child, *KINDS.values())
        return {kind: list(model.unguarded.filter(child=child).order_by("-starts", "id")) for kind, model in KINDS.items()}


def whereabouts_row(by: Actor, child: Child, kind: str, row: UUID) -> Whereabouts | None:
    with recorded(by, action="children.open_whereabouts"):
        _opened(child, KINDS[kind])
        return KINDS[kind].unguarded.filter(child=child, pk=row).first()


def relation_row(by: Actor, child: Child, row: UUID) -> Relation | None:
    with recorded(by, action="children.open_team"):
        _opened(child, Relation)
        return Relation.unguarded.filter(child=child, pk=row).select_related("user").first()


def consent_row(by: Actor, child: Child, row: UUID) -> Consent | None:
    with recorded(by, action="children.open_consent"):
        _opened(child, Consent)
        return Consent.unguarded.filter(child=child, pk=row).first()


def no_contact_row(by: Actor, child: Child, row: UUID) -> NoContact | None:
    with recorded(by, action="children.open_no_contact"):
        _opened(child, NoContact)
        return NoContact.unguarded.filter(child=child, pk=row).first()


def merge_row(by: Actor, child: Child, row: UUID) -> Merge | None:
    with recorded(by, action="children.open_merges"):
        _opened(child, Merge)
        return Merge.unguarded.filter(_of_either(child), pk=row).select_related("child", "other").first()


def resembling_accounts(child: Child) -> dict[UUID, list[User]]:
    """For each name on the list of no contact, the accounts of the service that could be this person and are not barred yet."""
    entries = NoContact.unguarded.filter(child=child, lifted_at=None)
    barred = {one.user_id for one in entries}
    addresses = {one.email for one in entries if one.email}
    people = User.objects.filter(site=child.site_id).exclude(pk__in=[one for one in barred if one]).order_by("name", "id")
    open_ones = [one for one in people if one.email.lower() not in addresses]
    return {entry.pk: [one for one in open_ones if resemble(entry.name, one.name)] for entry in entries}


def barred_account(child: Child, account: UUID) -> User | None:
    """An account that is on the list already: a form that is sent twice finds it again."""
    return User.objects.filter(pk__in=NoContact.unguarded.filter(child=child, user=account, lifted_at=None).values("user")).first()


def resembles_barred(child: Child, user: User) -> bool:
    """Whether somebody on the list of no contact has a name like this account's. For those who may read that list."""
    entries = NoContact.unguarded.filter(child=child, lifted_at=None).exclude(name="")
    return any(resemble(one.name, user.name) for one in entries)


def to_merge_with(user: object, child: Child, name: str, birth: str) -> Child | None:
    """Another record that this user keeps too."""
    return _only_one(Child.objects.for_user(user, Need.GROUND, write=True).exclude(pk=child.pk), name, birth)


def behind_glass_by_name(user: object, name: str, birth: str) -> Child | None:
    """Exactly one child with this whole name and exactly this day of birth; nobody can look around."""
    return _only_one(behind_glass(user), name, birth)


def _only_one(children: QuerySet[Child], name: str, birth: str) -> Child | None:
    found = [one for one in children.filter(birth=birth.strip()) if same_words(one.name, name)]
    return found[0] if len(found) == 1 else None


def glasses_to_review(by: Actor, user: object) -> list[BreakGlass]:
    """What a supervisor has to look at: of the own service, not the own ones, not of a child they are barred from."""
    with recorded(by, action="children.open_reviews"):
        found = list(_to_review(user).select_related("user", "child").order_by("review_by", "id"))
        for child in {one.child for one in found}:
            _opened(child, BreakGlass, Child)
        return found


def glass_to_review(by: Actor, user: object, row: UUID) -> BreakGlass | None:
    with recorded(by, action="children.open_reviews"):
        found = _to_review(user).filter(pk=row).select_related("user", "child").first()
        if found is not None:
            _opened(found.child, BreakGlass, Child)
        return found


def _to_review(user: object) -> QuerySet[BreakGlass]:
    if not isinstance(user, User) or not supervises(user):
        return BreakGlass.unguarded.none()
    return BreakGlass.unguarded.filter(_of_or_in(behind_glass(user)), reviewed_at=None).exclude(user=user)


def _of_or_in(children: QuerySet[Child]) -> Q:
    """Of these records, or of one that has been merged into them since."""
    return Q(child__in=children) | Q(child__in=went_into(children))


def waiting_reviews(user: object) -> int:
    """How many emergency openings this supervisor may review now. A number, so that they hear of each at once."""
    return _to_review(user).count()


def open_glass(user: User, child: Child) -> BreakGlass | None:
    """The emergency opening of this record that still holds for this user."""
    now = timezone.now()
    return BreakGlass.unguarded.filter(child=child, user=user, opened_at__lte=now, ends_at__gt=now).order_by("-ends_at").first()


def late_reviews(user: object) -> int:
    """How many emergency openings of the service nobody looked at in time. A number, for those who see to it that somebody does."""
    if not isinstance(user, User) or not user.is_active or user.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        return 0
    late = BreakGlass.unguarded.filter(child__site=user.site_id, reviewed_at=None, review_by__lt=timezone.now())
    return late.filter(_of_or_in(behind_glass(user))).count() if user.role == Role.SUPERVISOR else late.count()


def sees_teams(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in (Role.ADMINISTRATOR, Role.SUPERVISOR)


def administers(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in MAY_MANAGE_PEOPLE


def teams_of(user: User) -> QuerySet[Team]:
    return Team.unguarded.filter(site=user.site_id)


def members_of(team: Team) -> list[TeamMember]:
    """Who is in the team now or from a day to come."""
    return list(_not_over(TeamMember.unguarded.filter(team=team)).select_related("user").order_by("user__name", "id"))


def _not_over(members: QuerySet[TeamMember]) -> QuerySet[TeamMember]:
    return members.filter(Q(ends=None) | Q(ends__gte=timezone.localdate()))


def supervisors_of(child: Child) -> list[TeamMember]:
    """Who reaches the child through its team, now or from a day to come."""
    through = TeamMember.unguarded.filter(team=child.team_id, role=Role.SUPERVISOR, user__role=Role.SUPERVISOR)
    return list(_not_over(through).select_related("user").order_by("user__name", "id")) if child.team_id else []


def children_in(team: Team, user: User) -> list[Who]:
    """Those whom this user reaches; an administrator reaches none."""
    return [who(one) for one in Child.objects.for_user(user, Need.GROUND).filter(team=team).order_by("name", "id")]


def proposals_of(team: Team) -> list[TeamProposal]:
    return list(_open_proposals().filter(team=team))


def proposals_to_confirm(user: object) -> list[TeamProposal]:
    """Of teams in which this user keeps a record; neither their own nor those that they proposed."""
    if not isinstance(user, User):
        return []
    teams = Child.objects.for_user(user, Need.GROUND, write=True).exclude(team=None).values("team")
    return list(_open_proposals().filter(team__in=teams).exclude(user=user).exclude(proposed_by=user))


def _open_proposals() -> QuerySet[TeamProposal]:
    found = TeamProposal.unguarded.filter(confirmed_by=None, withdrawn_by=None)
    return found.select_related("team", "user", "proposed_by").order_by("starts", "id")


def retention_rule(user: User) -> RetentionRule | None:
    return RetentionRule.unguarded.filter(site=user.site_id).first()


def holds_of(by: Actor, child: Child) -> list[RetentionHold]:
    with recorded(by, action="children.open_holds"):
        _opened(child, RetentionHold)
        return list(RetentionHold.unguarded.filter(child=child).select_related("placed_by", "lifted_by").order_by("-placed_at", "id"))


def hold_row(by: Actor, child: Child, row: UUID) -> RetentionHold | None:
    with recorded(by, action="children.open_holds"):
        _opened(child, RetentionHold)
        return RetentionHold.unguarded.filter(child=child, pk=row, lifted_at=None).first()


def erasure_due(child: Child) -> date | None:
    """The day from which a closed record is due for erasure by the rule of its service, if there is one and it can be known."""
    rule = RetentionRule.unguarded.filter(site=child.site_id).first()
    return _due(child, rule) if child.retention == Retention.CLOSED else None


def _due(child: Child, rule: RetentionRule | None) -> date | None:
    if rule is None:
        return None
    return due_on(
        closed_on=child.retention_since, birth=child.birth, years_after_closing=rule.years_after_closing, until_age=rule.until_age
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed record in the list of those that are due."""

    who: Who
    since: date
    due_on: date | None
    is_due: bool
    is_held: bool
    is_proposed: bool


def closed_records(user: User) -> list[Closed]:
    """Closed records that this user keeps: those that are due first, those whose day nobody can know last."""
    rule, today = retention_rule(user), timezone.localdate()
    held = set(RetentionHold.unguarded.filter(lifted_at=None).values_list("child", flat=True))
    found = []
    for child in Child.objects.for_user(user, Need.GROUND).filter(retention=Retention.CLOSED.value):
        day = _due(child, rule)
        is_due = day is not None and day <= today
        found.append(Closed(who(child), child.retention_since, day, is_due, child.pk in held, child.erasure_proposed_by_id is not None))
    return sorted(found, key=lambda one: (one.due_on or date.max, one.who.name, one.who.id))


def due_elsewhere(user: User) -> int:
    """How many more closed records of the service are due, to whom this user does not stand. A number only."""
    rule, today = retention_rule(user), timezone.localdate()
    closed = Child.unguarded.filter(site=user.site_id, retention=Retention.CLOSED.value, merged_into=None)
    others = closed.exclude(pk__in=Child.objects.for_user(user, Need.GROUND).values("pk"))
    return sum(1 for child in others.filter(pk__in=behind_glass(user)) if (day := _due(child, rule)) is not None and day <= today)
