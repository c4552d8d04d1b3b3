"""Which children somebody may reach, as one query. `rules.py` says the same of one child as a predicate; a test proves them equal.

ceiling of the role AND (a dated relation AND consent, or broken glass) AND not on the child's no-contact list AND the record's state.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from rootwise.web.accounts.models import FormerIdentity, User
from rootwise.web.accounts.roles import Role
from rootwise.web.children.models import BreakGlass, Child, Consent, NoContact, Relation, Retention, TeamMember
from rootwise.web.children.needs import CEILINGS, CONSENTED, KEEPERS, PURPOSES, Need, Reason
from rootwise.web.children.rules import a_year_before


def reachable(user: object, need: Need, *, write: bool = False, reason: str = "", now: datetime | None = None) -> QuerySet[Child]:
    """The children of whom this user may see, or change, what is needed. Nobody's, when in doubt."""
    if not isinstance(user, User) or not user.is_active or need not in CEILINGS.get(Role(user.role), ()):
        return Child.unguarded.none()
    if need is Need.T5 and reason not in set(Reason):
        return Child.unguarded.none()
    now = now or timezone.now()
    today = timezone.localdate(now)
    way = _stands_to(user, today)
    if need is not Need.GROUND:
        way &= _consented(user, need, today)
    if not write:
        way |= _broken_glass(user, now)
    return Child.unguarded.filter(_kept(user, need, write=write), ~_no_contact(user), way)


def _kept(user: User, need: Need, *, write: bool) -> Q:
    states = [Retention.ACTIVE.value]
    if user.role in KEEPERS and (not write or need is Need.GROUND):
        states.append(Retention.CLOSED.value)
    return Q(retention__in=states, merged_into=None)


def _stands_to(user: User, today: date) -> Q:
    holds = _holds(today)
    relation = Q(Exists(Relation.unguarded.filter(holds, child=OuterRef("pk"), user=user, role=user.role)))
    if user.role == Role.SUPERVISOR:
        relation |= Q(Exists(TeamMember.unguarded.filter(holds, team=OuterRef("team"), user=user, role=user.role)))
    return relation


def _holds(today: date) -> Q:
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))


def _consented(user: User, need: Need, today: date) -> Q:
    holds = Q(starts__lte=today, starts__gt=a_year_before(today), ends__gte=today, withdrawn_at=None)
    covers = Q(purpose=PURPOSES[Role(user.role)].value) & Q((CONSENTED[need], True))
    return Q(Exists(Consent.unguarded.filter(holds, covers, child=OuterRef("pk"))))


def _no_contact(user: User) -> Q:
    former = FormerIdentity.objects.filter(user=user).values("email")
    barred = Q(user=user) | Q(email=user.email.lower()) | Q(email__in=former)
    return Q(Exists(NoContact.unguarded.filter(barred, child=OuterRef("pk"), lifted_at=None)))


def _broken_glass(user: User, now: datetime) -> Q:
    if user.role not in KEEPERS:
        return Q(pk__in=[])
    opened = BreakGlass.unguarded.filter(child=OuterRef("pk"), user=user, opened_at__lte=now, ends_at__gt=now)
    return Q(Exists(opened), site=user.site_id)


def is_barred(user: User, child: Child) -> bool:
    return Child.unguarded.filter(_no_contact(user), pk=child.pk).exists()


def is_kept(child: Child) -> bool:
    """Whether anybody may still change who reaches the record."""
    keepers = User.objects.filter(site=child.site_id, is_active=True, role__in=KEEPERS)
    return any(reachable(one, Need.GROUND, write=True).filter(pk=child.pk).exists() for one in keepers)


def unkept(site: UUID) -> QuerySet[Child]:
    """The records of a service that nobody keeps: who did has left, was locked out or has another role.

    In one query what `is_kept` says of one record; a test proves them equal.
    """
    states = [Retention.ACTIVE.value, Retention.CLOSED.value]
    keeps = Q(_holds(timezone.localdate()), user__site=site, user__is_active=True, role__in=KEEPERS, role=F("user__role"))
    former = FormerIdentity.objects.filter(user=OuterRef(OuterRef("user"))).values("email")
    barred = Q(user=OuterRef("user")) | Q(email=Lower(OuterRef("user__email"))) | Q(email__in=former)
    keeps &= ~Q(Exists(NoContact.unguarded.filter(barred, child=OuterRef(OuterRef("pk")), lifted_at=None)))
    related = Relation.unguarded.filter(keeps, child=OuterRef("pk"))
    supervising = TeamMember.unguarded.filter(keeps, team=OuterRef("team"), role=Role.SUPERVISOR)
    return Child.unguarded.filter(~Exists(related), ~Exists(supervising), site=site, retention__in=states, merged_into=None)


def behind_glass(user: object) -> QuerySet[Child]:
    """The records that this user could open without a relation, in an emergency: of the own service, never where they are barred.

    None before somebody vouched for the account: an administrator who invites a clinician and opens the link alone must read nothing.
    """
    if not isinstance(user, User) or not user.is_active or user.role not in KEEPERS or user.vouched_at is None:
        return Child.unguarded.none()
    kept = Q(retention__in=[Retention.ACTIVE.value, Retention.CLOSED.value], merged_into=None)
    return Child.unguarded.filter(kept, ~_no_contact(user), site=user.site_id)


def went_into(children: QuerySet[Child]) -> list[UUID]:
    """The records that were merged into these, into those, and so on."""
    found, latest = [], list(Child.unguarded.filter(merged_into__in=children).values_list("pk", flat=True))
    while latest:
        found += latest
        latest = list(Child.unguarded.filter(merged_into__in=latest).values_list("pk", flat=True))
    return found
