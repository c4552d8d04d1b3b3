"""Mutants that change nothing that anybody could meet, each with the reason."""

EQUIVALENT = {
    "accounts/middleware.py SessionRules: (now - session.last_use.at).total_seconds() >= _USE_NOTED_EVERY_SECONDS: Gt": (
        "how often a use is noted, at the very microsecond"
    ),
    "accounts/views/people.py person_recovery: person_recovery: without @_only(selectors.may_see_people)": (
        "for all others people_of gives nobody, so the person is absent"
    ),
    "accounts/adapters.py Backend: user and user.has_usable_password(): without user": (
        "allauth asks about the password of somebody that it found by the address, and never of nobody"
    ),
    "accounts/library.py _passwords_of: user.is_authenticated and (not _has_to_wait(request, 'reauthenticate')): "
    "without user.is_authenticated": "the middleware sends whoever is not signed in away before this page is reached",
    "accounts/library.py _passwords_of: user.is_authenticated and (not _has_to_wait(request, 'change_password')): "
    "without user.is_authenticated": "the middleware sends whoever is not signed in away before this page is reached",
    "accounts/middleware.py SessionRules: request.resolver_match.url_name if request.resolver_match else None: always the first": (
        "Django has resolved the address before it asks what a view may"
    ),
    "accounts/middleware.py SessionRules: name != 'account_logout' and (not may_come_in(session)): without name != 'account_logout'": (
        "signing out is open to all, and what is open to all was let through before"
    ),
    "children/actions/ground.py entrust: relation.user.role not in KEEPERS or "
    "not behind_glass(relation.user).filter(pk=relation.child_id).exists(): without relation.user.role not in KEEPERS": (
        "behind_glass gives nothing to other roles"
    ),
    "assessments/actions.py answer: part.kind is Rating and part.rater == rater.key and (refused := why_not(by, rater)): "
    "without part.kind is Rating": "no other kind of answer names a rater",
    "children/selectors/glass.py _to_review: not isinstance(user, User) or not supervises(user): without not isinstance(user, User)": (
        "supervises asks the same"
    ),
    "accounts/middleware.py SessionRules: session is not None and because is not None: without session is not None": (
        "there is a reason only where there is a session"
    ),
    "accounts/middleware.py SessionRules: session is not None and because is not None: without because is not None": (
        "here a session without a reason has been let through"
    ),
    "children/selectors/retention.py due_elsewhere: Child.unguarded.filter(...): without merged_into=None": (
        "behind_glass gives no merged record"
    ),
    "children/selectors/retention.py due_elsewhere: Child.unguarded.filter(...): without site=user.site_id": (
        "behind_glass gives the records of the own service only"
    ),
}
