"""Mutants that change nothing that anybody could meet, each with the reason."""

EQUIVALENT = {
    "accounts/middleware.py SessionRules: (now - session.last_use.at).total_seconds() >= _USE_NOTED_EVERY_SECONDS: Gt": (
        "how often a use is noted, at the very microsecond"
    ),
    "accounts/views/people.py person_recovery: person_recovery: without @_only(selectors.may_see_people)": (
        "for all others people_of gives nobody, so the person is absent"
    ),
}
