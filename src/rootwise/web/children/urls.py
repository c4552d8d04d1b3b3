"""The addresses about children."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from rootwise.web.children.views import children, glass, ground, merging, whereabouts

app_name = "children"


class Kind(StringConverter):
    regex = "placement|household|school|contact"


class RetentionStep(StringConverter):
    regex = "close|reopen|erase"


class MergeStep(StringConverter):
    regex = "do|propose-undo|undo"


register_converter(Kind, "kind")
register_converter(RetentionStep, "retention_step")
register_converter(MergeStep, "merge_step")

urlpatterns = [
    path("", children.mine, name="mine"),
    path("new", children.add, name="add"),
    path("break-glass", glass.break_glass, name="break_glass"),
    path("break-glass/reviews", glass.reviews, name="reviews"),
    path("break-glass/<uuid:row>", glass.review, name="review"),
    path("<uuid:child>/", children.page, name="page"),
    path("<uuid:child>/edit", children.edit, name="edit"),
    path("<uuid:child>/openings", children.openings, name="openings"),
    path("<uuid:child>/team", ground.team, name="team"),
    path("<uuid:child>/team/new", ground.add_relation, name="add_relation"),
    path("<uuid:child>/team/<uuid:row>/end", ground.end_relation, name="end_relation"),
    path("<uuid:child>/consent", ground.consent, name="consent"),
    path("<uuid:child>/consent/new", ground.add_consent, name="add_consent"),
    path("<uuid:child>/consent/<uuid:row>/withdraw", ground.withdraw_consent, name="withdraw_consent"),
    path("<uuid:child>/no-contact", ground.no_contact, name="no_contact"),
    path("<uuid:child>/no-contact/new", ground.add_no_contact, name="add_no_contact"),
    path("<uuid:child>/no-contact/<uuid:row>/lift", ground.lift_no_contact, name="lift_no_contact"),
    path("<uuid:child>/record/<retention_step:step>", ground.retention, name="retention"),
    path("<uuid:child>/whereabouts", whereabouts.whereabouts, name="whereabouts"),
    path("<uuid:child>/whereabouts/<kind:kind>/new", whereabouts.add_whereabouts, name="add_whereabouts"),
    path("<uuid:child>/whereabouts/<kind:kind>/<uuid:row>", whereabouts.edit_whereabouts, name="edit_whereabouts"),
    path("<uuid:child>/merges", merging.merges, name="merges"),
    path("<uuid:child>/merges/new", merging.propose_merge, name="propose_merge"),
    path("<uuid:child>/merges/<uuid:row>/<merge_step:step>", merging.next_step, name="merge_step"),
]
