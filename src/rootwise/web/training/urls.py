"""The addresses of rater training."""

from django.urls import path

from rootwise.web.training import views

app_name = "training"

urlpatterns = [
    path("", views.listed, name="list"),
    path("stories/<str:vignette>", views.story, name="story"),
    path("attempts/<uuid:attempt>", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/functions/<slug:function>", views.function, name="function"),
    path("attempts/<uuid:attempt>/finish", views.finish, name="finish"),
]
