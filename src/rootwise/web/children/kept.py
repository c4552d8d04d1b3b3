"""A record without a keeper is nobody's: whoever is the last to keep it hands it on first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from rootwise.web.children.models import Child
from rootwise.web.children.reach import is_kept
from rootwise.web.children.refused import Refused


@contextmanager
def kept(child: Child) -> Iterator[None]:
    """What is done in this block must not take the last keeper away. After `held`, so that of two at once the second is refused."""
    before = is_kept(child)
    yield
    if before and not is_kept(child):
        raise Refused(_("Nobody would be left who keeps this record. First add a clinician or supervisor under Team and relations."))
