"""Addresses below a clinic's own: members, invitations, licences and settings."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.people import licences, log_ins, members, settings

urlpatterns = [
    path("people/", members.show, name="people"),
    path("people/membership/<uuid:membership>/end/", members.end, name="membership_end"),
    path("people/account/<uuid:account>/role/", members.give_role, name="role_give"),
    path("people/account/<uuid:account>/log-ins/", log_ins.of_member, name="log_ins_of_member"),
    path("people/licence/<uuid:licence>/", licences.look_at, name="licence_look_at"),
    path("invitation/<uuid:invitation>/revoke/", members.revoke, name="invitation_revoke"),
    path("patient/<uuid:patient>/invite/", members.invite_a_patient, name="patient_invite"),
    path("patient/<uuid:patient>/log-ins/", log_ins.of_patient, name="log_ins_of_patient"),
    path("licence/", licences.own, name="licence"),
    path("settings/", settings.edit, name="clinic_settings"),
]
