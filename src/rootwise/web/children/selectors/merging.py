"""Two records of one child."""

from uuid import UUID

from django.db.models import Q

from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, Merge
from rootwise.web.children.names import same_words
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors.opened import record_opened


def merges_of(by: Actor, child: Child) -> list[Merge]:
    with recorded(by, action="children.open_merges"):
        record_opened(child, Merge)
        return list(Merge.unguarded.filter(_of_either(child)).select_related("other").order_by("id"))


def merge_row(by: Actor, child: Child, row: UUID) -> Merge | None:
    with recorded(by, action="children.open_merges"):
        record_opened(child, Merge)
        return Merge.unguarded.filter(_of_either(child), pk=row).select_related("child", "other").first()


def _of_either(child: Child) -> Q:
    """Seen from the record that stays; and from the other one as long as it is only proposed, so that it can be withdrawn there too."""
    return Q(child=child) | Q(other=child, merged_by=None, withdrawn_by=None)


def to_merge_with(user: object, child: Child, name: str, birth: str) -> Child | None:
    """Another record that this user keeps too."""
    kept = Child.objects.for_user(user, Need.GROUND, write=True).exclude(pk=child.pk)
    found = [one for one in kept.filter(birth=birth.strip()) if same_words(one.name, name)]
    return found[0] if len(found) == 1 else None
