"""Addresses of the society's own pages."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.about import computed, front, joining, members, texts

urlpatterns = [
    path("", front.show, name="society"),
    path("text/<slug:name>/", texts.show, name="document"),
    path("accept/", texts.accept, name="accept"),
    path("claims/", computed.show, {"name": "claims"}, name="claims"),
    path("before/", computed.show, {"name": "before"}, name="before"),
    path("join/", joining.show, name="join"),
    path("profile/", joining.profile, name="profile"),
    path("profile/end/", joining.end, name="profile_end"),
    path("members/", members.show, name="members"),
    path("members/<uuid:member>/", members.one, name="member"),
    path("members/<uuid:member>/decide/", members.decide, name="member_decide"),
    path("members/<uuid:member>/end/", members.end, name="member_end"),
    path("members/<uuid:member>/trust/", members.trust, name="member_trust"),
    path("members/<uuid:member>/appoint/", members.appoint_member, name="member_appoint"),
]
