from tests.access import CAST, COLLEAGUES, HR, NO_KEY, NOBODY, Access, act, form, only, page

DRAFT = {"program_id": "draft_program"}
PROGRAM = {"program_id": "program"}
OTHERS = COLLEAGUES - HR
OWN_MATCH = {"match_id": "program_match"}
THE_MATCHED = frozenset({"member", "mentor"})

TABLE: dict[str, Access] = {
    "programs:list": page(CAST),
    "programs:running": page(HR, OTHERS, **PROGRAM),
    "programs:gather": form(HR, OTHERS, **PROGRAM),
    "programs:partner": page(THE_MATCHED, **OWN_MATCH),
    "programs:say_fit": act(THE_MATCHED, **OWN_MATCH).saying(fit="fits"),
    "programs:ask_for_another": act(THE_MATCHED, **OWN_MATCH),
    "programs:stay": act(THE_MATCHED, **OWN_MATCH),
    "programs:agree": act(THE_MATCHED, **OWN_MATCH),
    "programs:keep_meeting": act(THE_MATCHED, **OWN_MATCH),
    "programs:choose_end": act(THE_MATCHED, **OWN_MATCH).saying(choice="close"),
    "programs:learn": act(THE_MATCHED, **OWN_MATCH).saying(words="まず聞く"),
    "programs:learned": page(CAST),
    "programs:forget": act(NOBODY, line_id=NO_KEY),
    "programs:create": form(HR, CAST - HR),
    "programs:show": page(COLLEAGUES),
    "programs:setup": form(HR, **DRAFT),
    "programs:preview": act(HR, **DRAFT),
    "programs:remove": act(HR, **DRAFT),
    "programs:copy": act(HR, OTHERS),
    "programs:open": form(HR, **DRAFT),
    "programs:take_back": act(HR, OTHERS),
    "programs:end": act(HR, OTHERS),
    "programs:join": form(COLLEAGUES),
    "programs:volunteer": form(COLLEAGUES),
    "programs:leave": act(COLLEAGUES),
    "programs:menu": page(COLLEAGUES),
    "programs:wish": act(COLLEAGUES),
    "programs:choose": form(only("mentor")),
    "programs:take": act(NOBODY),
    "programs:ask": act(NOBODY),
    "programs:gather_around": act(NOBODY),
    "programs:asked": page(NOBODY),
    "programs:invite": form(HR, OTHERS),
    "programs:directory": page(CAST),
    "programs:my_entry": form(CAST),
    "programs:accept": act(NOBODY, application_id=NO_KEY),
    "programs:decline": act(NOBODY, application_id=NO_KEY),
    "programs:withdraw": act(NOBODY, application_id=NO_KEY),
    "programs:board": page(HR, OTHERS),
    "programs:solve": act(HR, OTHERS),
    "programs:change": act(HR, OTHERS),
    "programs:publish": act(HR, OTHERS),
    "programs:lock": act(NOBODY, match_id=NO_KEY),
}
