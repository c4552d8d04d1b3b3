"""From a case to a profile: the kernel, exact uncertainty, start, history, readiness, flags (§4-§11)."""

from rootwise.profile.build import profile_of
from rootwise.profile.model import Profile
from rootwise.profile.wire import profile_document, profile_json

__all__ = ["Profile", "profile_document", "profile_json", "profile_of"]
