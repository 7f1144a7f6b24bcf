from django.urls import path

from aizuchi.programs.views import choosing, joining, lists, menu, opening, partner, running, setting_up

app_name = "programs"
urlpatterns = [
    path("", lists.show_programs, name="list"),
    path("<uuid:program_id>/running/", running.running, name="running"),
    path("<uuid:program_id>/gather/", running.gather, name="gather"),
    path("partner/<uuid:match_id>/", partner.partner, name="partner"),
    path("partner/<uuid:match_id>/fit/", partner.say_fit, name="say_fit"),
    path("partner/<uuid:match_id>/another/", partner.ask_for_another, name="ask_for_another"),
    path("partner/<uuid:match_id>/stay/", partner.stay, name="stay"),
    path("partner/<uuid:match_id>/agree/", partner.agree, name="agree"),
    path("partner/<uuid:match_id>/keep/", partner.keep_meeting, name="keep_meeting"),
    path("partner/<uuid:match_id>/end/", partner.choose_end, name="choose_end"),
    path("partner/<uuid:match_id>/learn/", partner.learn, name="learn"),
    path("learned/", partner.learned, name="learned"),
    path("learned/<uuid:line_id>/forget/", partner.forget, name="forget"),
    path("new/", setting_up.create, name="create"),
    path("<uuid:program_id>/", opening.show, name="show"),
    path("<uuid:program_id>/setup/", setting_up.set_up, name="setup"),
    path("<uuid:program_id>/setup/preview/", setting_up.preview, name="preview"),
    path("<uuid:program_id>/setup/remove/", setting_up.remove, name="remove"),
    path("<uuid:program_id>/copy/", setting_up.copy, name="copy"),
    path("<uuid:program_id>/open/", opening.open_up, name="open"),
    path("<uuid:program_id>/take-back/", opening.take_back, name="take_back"),
    path("<uuid:program_id>/end/", opening.end, name="end"),
    path("<uuid:program_id>/join/", joining.join, name="join"),
    path("<uuid:program_id>/volunteer/", joining.volunteer, name="volunteer"),
    path("<uuid:program_id>/leave/", joining.leave, name="leave"),
    path("<uuid:program_id>/menu/", menu.show_menu, name="menu"),
    path("<uuid:program_id>/wish/", menu.wish, name="wish"),
    path("<uuid:program_id>/choose/", choosing.choose, name="choose"),
]
