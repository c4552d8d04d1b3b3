"""The addresses. Apps bring their own and are included here."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from rootwise.web.assessments.views import flags, rating, to_do
from rootwise.web.look.views import style
from rootwise.web.project import views

urlpatterns = [
    path("", include("rootwise.web.accounts.urls")),
    path("", views.front, name="front"),
    path("alive", views.alive, name="alive"),
    path("language", login_not_required(set_language), name="language"),
    path("style", style, name="style"),
    path("training/", include("rootwise.web.training.urls")),
    path("children/", include("rootwise.web.children.urls")),
    path("to-do", to_do.listed, name="to_do"),
    path("flags", flags.waiting, name="flags"),
    path("rate/", rating.next_question, name="rating_next"),
    path("rate/end", rating.end, name="rating_end"),
    path("rate/about/<slug:function>", rating.question, name="rating_question"),
    path("rate/<str:token>", rating.enter, name="rating"),
    path("children/<uuid:child>/assessments/", include("rootwise.web.assessments.urls")),
]

handler400 = "rootwise.web.project.views.bad_request"
handler403 = "rootwise.web.project.views.not_found"  # forbidden and absent look the same
handler404 = "rootwise.web.project.views.not_found"
handler500 = "rootwise.web.project.views.fault"
