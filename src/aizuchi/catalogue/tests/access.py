from tests.access import CAST, HR, Access, act, form, page

TABLE: dict[str, Access] = {
    "catalogue:manage": page(HR, CAST),
    "catalogue:topics": form(HR, CAST),
    "catalogue:topic": form(HR, CAST),
    "catalogue:add_prompt": act(HR, CAST),
    "catalogue:edit_prompt": form(HR, CAST),
    "catalogue:responses": page(HR, CAST),
    "catalogue:response": form(HR, CAST),
    "catalogue:formats": page(HR, CAST),
    "catalogue:new_format": form(HR, CAST),
    "catalogue:format": form(HR, CAST),
    "catalogue:questions": form(HR, CAST),
    "catalogue:question": form(HR, CAST, question_id="offered_question"),
    "catalogue:words": page(HR, CAST),
    "catalogue:words_example": page(HR, CAST).saying(kind="supervisor"),
    "catalogue:save_words": act(HR, CAST, kind="=supervisor"),
    "catalogue:reset_words": act(HR, CAST, kind="worded_kind"),
    "catalogue:reorder": act(HR, CAST, ordered_list="=topics"),
    "catalogue:move": act(HR, CAST, ordered_list="=topics", item_id="topic").saying(direction="down"),
    "catalogue:retire": act(HR, CAST, ordered_list="=topics", item_id="topic"),
    "catalogue:restore": act(HR, CAST, ordered_list="=topics", item_id="topic"),
}
