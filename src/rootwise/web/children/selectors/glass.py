"""Emergency openings: of whom, and what is to be reviewed."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import BreakGlass, Child
from rootwise.web.children.names import same_words
from rootwise.web.children.reach import behind_glass, went_into
from rootwise.web.children.selectors.children import supervises
from rootwise.web.children.selectors.opened import record_opened


def behind_glass_by_name(user: object, name: str, birth: str) -> Child | None:
    """Exactly one child with this whole name and exactly this day of birth; nobody can look around."""
    found = [one for one in behind_glass(user).filter(birth=birth.strip()) if same_words(one.name, name)]
    return found[0] if len(found) == 1 else None


def glasses_to_review(by: Actor, user: object) -> list[BreakGlass]:
    """What a supervisor has to look at: of the own service, not the own ones, not of a child they are barred from."""
    with recorded(by, action="children.open_reviews"):
        found = list(_to_review(user).select_related("user", "child").prefetch_related("user__formerly").order_by("review_by", "id"))
        for child in {one.child for one in found}:
            record_opened(child, BreakGlass, Child)
        return found


def glass_to_review(by: Actor, user: object, row: UUID) -> BreakGlass | None:
    with recorded(by, action="children.open_reviews"):
        found = _to_review(user).filter(pk=row).select_related("user", "child").first()
        if found is not None:
            record_opened(found.child, BreakGlass, Child)
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
