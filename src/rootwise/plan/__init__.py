"""From a profile to a plan: catalogue, matching, dose, goals (§10-§12)."""

from rootwise.plan.build import plan_of
from rootwise.plan.model import Plan, PlanStatus
from rootwise.plan.plannable import is_plannable, require_plannable
from rootwise.plan.wire import plan_document, plan_json

__all__ = ["Plan", "PlanStatus", "is_plannable", "plan_document", "plan_json", "plan_of", "require_plannable"]
