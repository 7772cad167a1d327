"""Every address of the site."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import include, path

from deqi.web import pages
from deqi.web.clinic.keeping.archives import read_in as read_clinic_in
from deqi.web.clinic.people import log_ins
from deqi.web.clinic.people.settings import make as make_clinic

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthy/", pages.healthy, name="healthy"),
    path("robots.txt", pages.robots, name="robots"),
    path("", include("deqi.web.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    # The list is one's own; to end a log-in one proves anew who one is.
    path(
        "account/log-ins/",
        reauthentication_required(allow_get=True)(list_usersessions),
        name="usersessions_list",
    ),
    path("clinic/new/", make_clinic, name="clinic_make"),
    path("clinic/import/", read_clinic_in, name="import_clinic"),
    path("clinic/log-ins/", log_ins.find, name="log_ins_find"),
    path("clinic/log-ins/<uuid:account>/", log_ins.of_anybody, name="log_ins_of_anybody"),
    path("clinic/", include("deqi.web.clinic.urls")),
    path("diary/", include("deqi.web.patient.urls")),
    path("doctor/", include("deqi.web.doctor.urls")),
    path("society/", include("deqi.web.society.urls")),
    path("r/", include("deqi.web.letters.urls")),
]
if settings.DEQI_IS_DEMO:
    urlpatterns.append(path("demo/", include("deqi.web.demo.urls")))
handler400 = "deqi.web.pages.bad_request"
handler403 = "deqi.web.pages.forbidden"
handler404 = "deqi.web.pages.not_found"
handler429 = "deqi.web.accounts.limits.too_many"
handler500 = "deqi.web.pages.fault"
