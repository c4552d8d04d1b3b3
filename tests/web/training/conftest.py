from collections.abc import Iterator

import pytest

from rootwise.web.audit.recording import recorded
from tests.web.children.people import SETTING_UP
from tests.web.training.people import Team


@pytest.fixture
def team(db: None) -> Iterator[Team]:
    with recorded(SETTING_UP, action="test.training"):
        yield Team()
