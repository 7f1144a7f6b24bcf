from django.urls import path

from aizuchi.meetings.views import holding, items, preparation, proposals, quick, scheduling

app_name = "meetings"

urlpatterns = [
    path("quick/topics/<str:token>/", quick.topics, name="quick_topics"),
    path("quick/move/<str:token>/", quick.move, name="quick_move"),
    path("pairs/<uuid:pair_id>/schedule", scheduling.schedule, name="schedule"),
    path("pairs/<uuid:pair_id>/propose-times", proposals.propose, name="propose_slots"),
    path("proposed-times/<uuid:slot_id>/take", proposals.take, name="take_slot"),
    path("proposals/<uuid:proposal_id>/withdraw", proposals.withdraw, name="withdraw_slots"),
    path("proposals/<uuid:proposal_id>/decline", proposals.decline, name="decline_slots"),
    path("meetings/<uuid:meeting_id>/move", scheduling.move, name="move"),
    path("meetings/<uuid:meeting_id>/cancel", scheduling.cancel, name="cancel"),
    path("meetings/<uuid:meeting_id>/restore", scheduling.restore, name="restore"),
    path("meetings/<uuid:meeting_id>/start", holding.start, name="start"),
    path("meetings/<uuid:meeting_id>/end", holding.end, name="end"),
    path("meetings/<uuid:meeting_id>/resume", holding.resume, name="resume"),
    path("meetings/<uuid:meeting_id>/held", holding.confirm_held, name="confirm_held"),
    path("meetings/<uuid:meeting_id>/not-held", holding.deny_held, name="deny_held"),
    path("meetings/<uuid:meeting_id>/stop-asking", holding.stop_asking, name="stop_asking"),
    path("meetings/<uuid:meeting_id>/condition", preparation.check_condition, name="check_condition"),
    path("meetings/<uuid:meeting_id>/reopen", preparation.reopen, name="reopen"),
    path("meetings/<uuid:meeting_id>/format", preparation.choose_format, name="choose_format"),
    path("meetings/<uuid:meeting_id>/questions", preparation.send_question, name="send_question"),
    path(
        "meetings/<uuid:meeting_id>/questions/<uuid:question_id>/take-back",
        preparation.take_back_question,
        name="take_back_question",
    ),
    path("meetings/<uuid:meeting_id>/items", items.add, name="add_item"),
    path("meetings/<uuid:meeting_id>/own-words", items.add_own_words, name="add_own_words"),
    path("meetings/<uuid:meeting_id>/order", items.order, name="order_items"),
    path("meetings/<uuid:meeting_id>/carry-over", items.carry_over, name="carry_over"),
    path("items/<uuid:item_id>/remove", items.remove, name="remove_item"),
    path("items/<uuid:item_id>/restore", items.restore, name="restore_item"),
    path("items/<uuid:item_id>/up", items.shift, {"by": -1}, name="shift_item_up"),
    path("items/<uuid:item_id>/down", items.shift, {"by": 1}, name="shift_item_down"),
    path("items/<uuid:item_id>/response", items.choose_response, name="choose_response"),
    path("items/<uuid:item_id>/decider", items.choose_decider, name="choose_decider"),
    path("items/<uuid:item_id>/minutes", items.set_minutes, name="set_item_minutes"),
    path("items/<uuid:item_id>/comment", items.write_comment, name="write_comment"),
    path("items/<uuid:item_id>/talked", items.mark_talked, {"talked": True}, name="mark_talked"),
    path("items/<uuid:item_id>/not-talked", items.mark_talked, {"talked": False}, name="mark_not_talked"),
    path("items/<uuid:item_id>/current", items.go_to, name="go_to_item"),
]
