"""The addresses of assessments, below a child."""

from django.urls import path

from rootwise.web.assessments.views import closing, context, entry, flags, history, links, overview, profile

app_name = "assessments"

urlpatterns = [
    path("", overview.listed, name="list"),
    path("new", overview.begin, name="begin"),
    path("import", overview.import_file, name="import"),
    path("<uuid:assessment>/", overview.page, name="page"),
    path("<uuid:assessment>/raters/new", overview.add_rater, name="add_rater"),
    path("<uuid:assessment>/export", overview.export, name="export"),
    path("<uuid:assessment>/safety", entry.safety, name="safety"),
    path("<uuid:assessment>/history", history.history, name="history"),
    path("<uuid:assessment>/relations", entry.relations, name="relations"),
    path("<uuid:assessment>/functions/<slug:function>", entry.function, name="function"),
    path("<uuid:assessment>/context/<slug:page>", context.context, name="context"),
    path("<uuid:assessment>/flags/<uuid:flag>", flags.acknowledge, name="acknowledge"),
    path("<uuid:assessment>/asked", links.asked, name="asked"),
    path("<uuid:assessment>/asked/new", links.ask, name="ask"),
    path("<uuid:assessment>/asked/<uuid:link>/revoke", links.revoke, name="revoke_link"),
    path("<uuid:assessment>/asked/<uuid:link>/remind", links.remind, name="remind"),
    path("<uuid:assessment>/profile", profile.page, name="profile"),
    path("<uuid:assessment>/profile/raters", profile.raters, name="profile_raters"),
    path("<uuid:assessment>/profile/earlier", profile.earlier, name="profile_earlier"),
    path("<uuid:assessment>/profile/functions/<slug:function>", profile.function, name="profile_function"),
    path("<uuid:assessment>/profile.json", profile.as_json, name="profile_json"),
    path("<uuid:assessment>/profile.pdf", profile.pdf, name="profile_pdf"),
    path("<uuid:assessment>/close", closing.close, name="close"),
    path("<uuid:assessment>/correct", closing.correct, name="correct"),
]
