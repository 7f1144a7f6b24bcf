from django.urls import include, path

from aizuchi.anonymous_answers.addresses import urls_of
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.views import (
    answering,
    building,
    going_out,
    importing,
    lists,
    reading_meeting,
    results,
    sections,
    tool_results,
)

app_name = "surveys"
urlpatterns = [
    path("", lists.show_surveys, name="list"),
    path("new/", building.create, name="create"),
    path("import/", importing.import_survey, name="import"),
    path("tools/", tool_results.choose, name="tool_results"),
    path("tools/table/", tool_results.read_in, name="tool_table"),
    path("<uuid:survey_id>/take-out/", tool_results.take_out, name="take_out"),
    path("<uuid:survey_id>/build/", building.build, name="build"),
    path("<uuid:survey_id>/build/try/", building.try_out, name="try"),
    path("<uuid:survey_id>/build/add/", building.add, name="add"),
    path("<uuid:survey_id>/build/back/", building.take_back, name="take_back"),
    path("<uuid:survey_id>/build/again/", building.do_again, name="do_again"),
    path("<uuid:survey_id>/build/settle/", going_out.settle, name="settle"),
    path("<uuid:survey_id>/build/plan/stop/", going_out.stop_plan, name="stop_plan"),
    path("<uuid:survey_id>/build/unsettle/", going_out.unsettle, name="unsettle"),
    path("<uuid:survey_id>/build/remove/", going_out.remove, name="remove"),
    path("<uuid:survey_id>/build/copy/", going_out.copy, name="copy"),
    path("<uuid:survey_id>/build/file/", going_out.download, name="download"),
    path("<uuid:survey_id>/build/whole/", sections.change_whole, name="change_whole"),
    path("<uuid:survey_id>/build/sections/", sections.add, name="add_section"),
    path("<uuid:survey_id>/build/sections/<str:code>/", sections.change_section, name="change_section"),
    path("<uuid:survey_id>/build/sections/<str:code>/move/", sections.move, name="move_section"),
    path("<uuid:survey_id>/build/sections/<str:code>/remove/", sections.remove, name="remove_section"),
    path("<uuid:survey_id>/build/questions/<str:code>/", building.change_question, name="change_question"),
    path("<uuid:survey_id>/build/questions/<str:code>/move/", building.move, name="move"),
    path("<uuid:survey_id>/build/questions/<str:code>/remove/", building.remove, name="remove_question"),
    path("answers/", include(urls_of(ASKING))),
    path("<uuid:survey_id>/", answering.answer, name="answer"),
    path("<uuid:survey_id>/results/", results.show_results, name="results"),
    path("<uuid:survey_id>/results/file/", results.download, name="results_file"),
    path("<uuid:survey_id>/results/agree/", results.agree, name="agree"),
    path("<uuid:survey_id>/results/meeting/", reading_meeting.show_meeting, name="reading_meeting"),
    path("<uuid:survey_id>/results/carry/", reading_meeting.carry, name="carry"),
    path("<uuid:survey_id>/results/share/", results.share, name="share_results"),
    path("<uuid:survey_id>/results/words/<str:code>/", results.show_written, name="written_answers"),
    path("<uuid:survey_id>/keep/", answering.keep, name="keep"),
]
