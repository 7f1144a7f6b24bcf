from tests.access import ADMIN, ANYBODY, CAST, COLLEAGUES, HR, NO_KEY, NOBODY, Access, act, form, page

OTHERS = COLLEAGUES - ADMIN
DRAFT = {"survey_id": "draft_survey"}
GROUP = {"window_id": "survey_window", "subject_id": "survey_group"}
RESULT = {"survey_id": "closed_survey"}
READERS = HR | {"manager", "mentor", "executive"}
QUESTION = {**DRAFT, "code": "=growth_more"}
SECTION = {**DRAFT, "code": "=growth"}

TABLE: dict[str, Access] = {
    "surveys:list": page(CAST),
    "surveys:contacts": form(HR, CAST - HR),
    "surveys:remove_contact": act(NOBODY, CAST - HR, contact_id=NO_KEY),
    "surveys:quick_answer": form(NOBODY, token="=forged"),
    "surveys:own_curve": form(CAST),
    "surveys:show_own_curve": act(CAST),
    "surveys:pause_own_curve": act(CAST),
    "surveys:remove_own_curve": act(CAST),
    "surveys:create": form(ADMIN, CAST - ADMIN),
    "surveys:import": form(ADMIN, CAST - ADMIN),
    "surveys:tool_results": form(ADMIN, CAST - ADMIN),
    "surveys:tool_table": act(ADMIN, CAST - ADMIN),
    "surveys:take_out": act(ADMIN, COLLEAGUES - ADMIN, **RESULT),
    "surveys:build": page(ADMIN, **DRAFT),
    "surveys:try": page(ADMIN, **DRAFT),
    "surveys:reach": page(ADMIN, **DRAFT),
    "surveys:library": page(ADMIN, **DRAFT),
    "surveys:pick": act(ADMIN, **DRAFT, key="=growth"),
    "surveys:add": act(ADMIN, **DRAFT).saying(what="date"),
    "surveys:take_back": act(ADMIN, **DRAFT),
    "surveys:do_again": act(ADMIN, **DRAFT),
    "surveys:settle": act(ADMIN, **DRAFT),
    "surveys:stop_plan": act(ADMIN, **DRAFT),
    "surveys:unsettle": act(ADMIN, **DRAFT),
    "surveys:remove": act(ADMIN, **DRAFT),
    "surveys:copy": act(ADMIN, **DRAFT),
    "surveys:download": page(ADMIN, **DRAFT),
    "surveys:correct_spelling": form(ADMIN, **QUESTION),
    "surveys:change_whole": form(ADMIN, **DRAFT),
    "surveys:add_section": act(ADMIN, **DRAFT),
    "surveys:change_section": form(ADMIN, **SECTION),
    "surveys:move_section": act(ADMIN, **SECTION),
    "surveys:remove_section": act(ADMIN, **SECTION),
    "surveys:change_question": form(ADMIN, **QUESTION),
    "surveys:move": act(ADMIN, **QUESTION),
    "surveys:remove_question": act(ADMIN, **QUESTION),
    "surveys:drop": act(ANYBODY),
    "surveys:fingerprints": page(ANYBODY, **GROUP),
    "surveys:board": page(ANYBODY, board_id=NO_KEY),
    "surveys:key": page(COLLEAGUES, **GROUP),
    "surveys:sign": act(COLLEAGUES, **GROUP),
    "surveys:answer": form(COLLEAGUES),
    "surveys:keep": act(COLLEAGUES),
    "surveys:results": page(READERS, **RESULT),
    "surveys:results_file": page(READERS, **RESULT),
    "surveys:agree": act(READERS, **RESULT).saying(words="Try it"),
    "surveys:reading_meeting": page(READERS, **RESULT),
    "surveys:carry": act(NOBODY, **RESULT),
    "surveys:share_results": act(HR, READERS - HR, **RESULT).saying(shared_on="2030-01-01"),
    "surveys:reply": form(NOBODY, **RESULT, thread_id=NO_KEY),
    "surveys:written_answers": page(READERS, **RESULT, code="=growth_help"),
}
