"""Locks that stand behind another lock: each holds by itself, should the other be taken away by mistake."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver


def _about_children(patterns: Any, space: str = "") -> list[URLPattern]:
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += _about_children(one.url_patterns, one.namespace or space)
        elif space in ("children", "assessments") or one.name in ("flags", "to_do"):
            found.append(one)
    return found


WORDS = {"kind": "placement", "step": "close", "function": "sleep", "page": "people"}


@pytest.mark.parametrize("pattern", _about_children(get_resolver().url_patterns), ids=lambda one: one.lookup_str)
def test_a_page_about_children_asks_who_is_signed_in_without_the_middleware_too(pattern: URLPattern) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    given = {name: WORDS.get(name, uuid.uuid4()) for name in pattern.pattern.converters}
    answer = pattern.callback(request, **given)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]
