from django.urls import path

from aizuchi.pairs.views import manage, proposals, settings

urlpatterns = [
    path("<uuid:pair_id>/settings/", settings.pair_settings, name="pair_settings"),
    path("<uuid:pair_id>/end/", settings.end, name="end_pair"),
    path("<uuid:pair_id>/themes/", settings.add_pair_theme, name="add_pair_theme"),
    path("<uuid:pair_id>/themes/<uuid:theme_id>/", settings.rename_pair_theme, name="rename_pair_theme"),
    path("<uuid:pair_id>/themes/<uuid:theme_id>/retire/", settings.retire_pair_theme, name="retire_pair_theme"),
    path("propose/<uuid:person_id>/", proposals.propose_to, name="propose"),
    path("proposals/", proposals.list_proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.show_proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/accept/", proposals.accept, name="accept_proposal"),
    path("proposals/<uuid:proposal_id>/decline/", proposals.decline, name="decline_proposal"),
    path("proposals/<uuid:proposal_id>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("manage/", manage.manage_pairs, name="manage_pairs"),
    path("manage/new/", manage.start_new_pair, name="start_pair"),
    path("manage/people/", manage.find_people, name="find_people_to_pair"),
    path("manage/<uuid:pair_id>/end/", manage.end_managed_pair, name="end_managed_pair"),
    path("manage/pairs.csv", manage.export_pairs, name="export_pairs"),
]
