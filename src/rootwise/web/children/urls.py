"""The addresses about children."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from rootwise.web.children.views import children, glass, ground, merging, retention, teams, unkept, whereabouts

app_name = "children"


class Kind(StringConverter):
    regex = "placement|household|school|contact"


class RetentionStep(StringConverter):
    regex = "close|reopen|propose-erasure|keep|erase"


class MergeStep(StringConverter):
    regex = "do|withdraw|propose-undo|undo"


register_converter(Kind, "kind")
register_converter(RetentionStep, "retention_step")
register_converter(MergeStep, "merge_step")

urlpatterns = [
    path("", children.mine, name="mine"),
    path("new", children.add, name="add"),
    path("break-glass", glass.break_glass, name="break_glass"),
    path("break-glass/reviews", glass.reviews, name="reviews"),
    path("break-glass/<uuid:row>", glass.review, name="review"),
    path("unkept", unkept.unkept, name="unkept"),
    path("unkept/<uuid:child>", unkept.entrust, name="entrust"),
    path("closed", retention.closed, name="closed"),
    path("closed/rule", retention.retention_rule, name="retention_rule"),
    path("teams", teams.teams, name="teams"),
    path("teams/new", teams.add_team, name="add_team"),
    path("teams/joining", teams.proposals, name="proposals"),
    path("teams/joining/<uuid:row>", teams.confirm_member, name="confirm_member"),
    path("teams/<uuid:team>", teams.one_team, name="one_team"),
    path("teams/<uuid:team>/members/new", teams.add_member, name="add_member"),
    path("teams/<uuid:team>/members/<uuid:row>/end", teams.end_member, name="end_member"),
    path("teams/<uuid:team>/joining/<uuid:row>/withdraw", teams.withdraw_proposal, name="withdraw_proposal"),
    path("<uuid:child>/", children.page, name="page"),
    path("<uuid:child>/edit", children.edit, name="edit"),
    path("<uuid:child>/openings", children.openings, name="openings"),
    path("<uuid:child>/team", ground.team, name="team"),
    path("<uuid:child>/team/new", ground.add_relation, name="add_relation"),
    path("<uuid:child>/team/<uuid:row>/end", ground.end_relation, name="end_relation"),
    path("<uuid:child>/team/give", teams.give_to_team, name="give_to_team"),
    path("<uuid:child>/consent", ground.consent, name="consent"),
    path("<uuid:child>/consent/new", ground.add_consent, name="add_consent"),
    path("<uuid:child>/consent/<uuid:row>/withdraw", ground.withdraw_consent, name="withdraw_consent"),
    path("<uuid:child>/no-contact", ground.no_contact, name="no_contact"),
    path("<uuid:child>/no-contact/new", ground.add_no_contact, name="add_no_contact"),
    path("<uuid:child>/no-contact/<uuid:row>/lift", ground.lift_no_contact, name="lift_no_contact"),
    path("<uuid:child>/no-contact/<uuid:row>/bar/<uuid:account>", ground.bar_account, name="bar_account"),
    path("<uuid:child>/record", retention.keeping, name="keeping"),
    path("<uuid:child>/record/holds/new", retention.place_hold, name="place_hold"),
    path("<uuid:child>/record/holds/<uuid:row>/lift", retention.lift_hold, name="lift_hold"),
    path("<uuid:child>/record/<retention_step:step>", retention.retention, name="retention"),
    path("<uuid:child>/whereabouts", whereabouts.whereabouts, name="whereabouts"),
    path("<uuid:child>/whereabouts/<kind:kind>/new", whereabouts.add_whereabouts, name="add_whereabouts"),
    path("<uuid:child>/whereabouts/<kind:kind>/<uuid:row>", whereabouts.edit_whereabouts, name="edit_whereabouts"),
    path("<uuid:child>/merges", merging.merges, name="merges"),
    path("<uuid:child>/merges/new", merging.propose_merge, name="propose_merge"),
    path("<uuid:child>/merges/<uuid:row>/<merge_step:step>", merging.next_step, name="merge_step"),
]
