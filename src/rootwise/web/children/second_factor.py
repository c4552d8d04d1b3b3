"""The seam to signing in: whether this session showed a second factor a short while ago. django-allauth writes it into the session."""

import time
from collections.abc import Mapping
from typing import Any

RECENT_SECONDS = 15 * 60


def was_used_recently(session: Mapping[str, Any]) -> bool:
    records = session.get("account_authentication_methods") or []
    return any(_is_recent(one) for one in records if isinstance(one, dict) and one.get("method") == "mfa")


def _is_recent(record: Mapping[str, Any]) -> bool:
    at = record.get("at")
    return isinstance(at, int | float) and 0 <= time.time() - at <= RECENT_SECONDS
