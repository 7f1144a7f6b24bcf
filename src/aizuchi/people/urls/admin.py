"""What HR and administrators keep: people, units, roles, imports, the record."""

from django.urls import path

from aizuchi.people.views.admin import audit, everybody, importing, person, planned, roles, units

urlpatterns = [
    path("manage/", everybody.list_everybody, name="manage"),
    path("manage/new/", everybody.add, name="add"),
    path("manage/suggest/", everybody.suggest, name="suggest"),
    path("manage/<uuid:person_id>/", person.show_person, name="edit"),
    path("manage/<uuid:person_id>/facts/", person.edit_facts, name="edit_facts"),
    path("manage/<uuid:person_id>/stay/", person.stay, name="stay"),
    path("manage/<uuid:person_id>/address/", person.vouch, name="vouch_for_address"),
    path("manage/<uuid:person_id>/address/withdraw/", person.withdraw_address, name="withdraw_address"),
    path("manage/<uuid:person_id>/<slug:part>/", person.change, name="change"),
    path("manage/posts/<uuid:membership_id>/end/", person.end_post, name="end_post"),
    path("manage/leaves/<uuid:leave_id>/end/", person.end_leave, name="end_leave"),
    path("manage/units/", units.list_units, name="units"),
    path("manage/units/new/", units.add_unit, name="add_unit"),
    path("manage/units/<uuid:unit_id>/", units.show_unit, name="unit"),
    path("manage/units/<uuid:unit_id>/<slug:part>/", units.change_unit, name="change_unit"),
    path("manage/units/<uuid:unit_id>/heads/<uuid:person_id>/end/", units.end_head, name="end_head"),
    path("manage/roles/", roles.list_roles, name="roles"),
    path("manage/roles/<uuid:grant_id>/end/", roles.revoke, name="revoke_role"),
    path("manage/settings/", roles.open_settings, name="settings"),
    path("manage/import/", importing.choose_file, name="import"),
    path("manage/import/<uuid:import_id>/", importing.show_import, name="show_import"),
    path("manage/people.csv", importing.download_roster, name="roster"),
    path("manage/import/<uuid:import_id>/columns/", importing.match_columns, name="map_import"),
    path("manage/import/<uuid:import_id>/problems.csv", importing.download_problems, name="import_problems"),
    path("manage/import/<uuid:import_id>/undo/", importing.undo, name="undo_import"),
    path("manage/import/<uuid:import_id>/apply/", importing.apply, name="apply_import"),
    path("manage/import/<uuid:import_id>/discard/", importing.discard, name="discard_import"),
    path("manage/planned/", planned.list_changes, name="planned"),
    path("manage/planned.csv", planned.download, name="planned_csv"),
    path("manage/planned/<slug:kind>/<uuid:row_id>/", planned.take_back, name="take_back_planned"),
    path("manage/record/", audit.list_entries, name="audit"),
    path("manage/record.csv", audit.download, name="audit_csv"),
]
