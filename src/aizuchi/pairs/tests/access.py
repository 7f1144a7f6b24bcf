from tests.access import CAST, COLLEAGUES, HR, THE_TWO, Access, act, form, only, page

TABLE: dict[str, Access] = {
    "pairs:settings": form(THE_TWO),
    "pairs:end": act(THE_TWO | HR, pair_id="mentor_pair"),
    "pairs:add_theme": act(THE_TWO),
    "pairs:rename_theme": act(THE_TWO),
    "pairs:retire_theme": act(THE_TWO),
    "pairs:propose": form(COLLEAGUES - {"colleague"}),  # it is the colleague who is asked
    "pairs:proposals": page(CAST),
    "pairs:proposal": page(only("member", "mentor")),
    "pairs:accept": act(only("mentor"), only("member")),
    "pairs:decline": act(only("mentor"), only("member")),
    "pairs:withdraw": act(only("member"), only("mentor")),
    "pairs:manage": page(HR, CAST),
    "pairs:start": form(HR, CAST),
    "pairs:rhythm": page(HR, CAST),
    "pairs:set_usual_rhythm": act(HR, CAST),
    "pairs:change_rhythms": act(HR, CAST),
    "pairs:undo_rhythms": act(HR, COLLEAGUES, change_id="rhythm_change"),
    "pairs:find_people": page(HR, CAST),
    "pairs:end_managed": act(HR, CAST, pair_id="mentor_pair"),
    "pairs:export": page(HR, CAST),
}
