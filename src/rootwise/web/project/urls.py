"""The addresses. Apps bring their own and are included here."""

from django.urls import path
from django.views.i18n import set_language

from rootwise.web.look.views import style
from rootwise.web.project import views

urlpatterns = [
    path("", views.front, name="front"),
    path("alive", views.alive, name="alive"),
    path("language", set_language, name="language"),
    path("style", style, name="style"),
]

handler400 = "rootwise.web.project.views.bad_request"
handler403 = "rootwise.web.project.views.not_found"  # forbidden and absent look the same
handler404 = "rootwise.web.project.views.not_found"
handler500 = "rootwise.web.project.views.fault"
