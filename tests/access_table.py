"""Who may open what: one line per address. A new address without a line here fails the tests.

For each of the cast an address is open, or seen but forbidden (403), or invisible (404). Whoever is not signed in is
sent to the entrance, unless the line says ANYBODY. A test about a state ("only while it is planned") belongs beside the
operation; here everything is in the state in which `tests/scene.py` makes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

CAST = frozenset(
    [
        "member",
        "manager",
        "mentor",
        "peer",
        "hr",
        "executive",
        "administrator",
        "colleague",
        "stranger",
    ]  # as in tests/cast.py
)
COLLEAGUES = CAST - {"stranger"}
ANYBODY = CAST | {"nobody"}
NOBODY: frozenset[str] = frozenset()
THE_TWO = frozenset({"member", "manager"})
OFFICE = frozenset({"hr", "administrator"})
HR = frozenset({"hr"})
NO_KEY = "=00000000-0000-4000-8000-000000000000"  # a thing there is none of


@dataclass(frozen=True)
class Access:
    open_to: frozenset[str]
    forbidden_to: frozenset[str] = NOBODY
    methods: frozenset[str] = frozenset({"get"})
    keys: Mapping[str, str] = field(default_factory=dict)
    """What stands in the address where the name of a parameter does not say it: a name in the scene, or =TEXT."""
    data: Mapping[str, str] = field(default_factory=dict)
    """Without which the address would not know what is meant."""

    def saying(self, **data: str) -> "Access":
        return replace(self, data=data)


def page(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"get"}), keys)


def form(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"get", "post"}), keys)


def act(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"post"}), keys)


def only(*who: str) -> frozenset[str]:
    return frozenset(who)


TABLE: dict[str, Access] = {
    "health": page(ANYBODY),
    "elements": page(NOBODY),  # the catalogue of elements is for those who develop or look at the demo
    # Signing in, and one's own account
    "account_login": form(ANYBODY),
    "account_logout": act(ANYBODY),
    "account_reset_password": form(ANYBODY),
    "account_reset_password_done": page(ANYBODY),
    "account_reset_password_from_key": form(ANYBODY, uidb36="=" + "0" * 32, key="=abc-def"),
    "account_change_password": form(CAST),
    "sessions": page(CAST),
    "end_session": act(NOBODY, session_id="=1"),  # somebody else's
    "end_all_sessions": act(CAST),
    "keep_address": act(CAST),
    "confirm_address": form(NOBODY, token="=forged"),
    "stop_address": form(NOBODY, token="=forged"),
    "set_language": act(ANYBODY),
    "feedback:sizes": form(HR, CAST - HR),
    # What one is told
    "notifications:show": page(CAST),
    "notifications:choose": act(CAST),
    "notifications:choose_times": act(CAST),
    "notifications:connect": act(CAST, channel="=slack"),
    "notifications:disconnect": act(CAST, channel="=slack"),
    "notifications:subscribe": act(CAST),
    "notifications:unsubscribe": act(CAST, subscription_id=NO_KEY),
    "notifications:worker": page(ANYBODY),
    "notifications:stop": form(NOBODY, token="=forged"),
    "meetings:quick_topics": form(NOBODY, token="=forged"),
    "meetings:quick_move": form(NOBODY, token="=forged"),
    # The operator of the installation, who is none of the cast
    "jobs": page(NOBODY),
    "jobs_again": act(NOBODY, job_id=NO_KEY),
    "configuration": page(NOBODY),
    "operator_sign_in": form(ANYBODY),
    "operator_sign_out": act(ANYBODY),
    "set_theme": act(ANYBODY),
    "invitation": form(NOBODY, token="=forged"),
    "renew_invitation": act(ANYBODY, token="=forged"),  # says the same whatever the link was
    "first_run": form(NOBODY),  # over as soon as there is an organization
    "first_run_done": page(CAST),
    # Colleagues
    "people:directory": page(CAST),
    "people:profile()": page(CAST),
    "people:profile(person_id)": page(COLLEAGUES),
    "people:photo": page(NOBODY, name="=none.webp"),
    "people:edit_profile": form(CAST),
    "people:set_photo": act(CAST),
    "people:remove_photo": act(CAST),
    # The office of HR and administrators
    "people:invitations": page(OFFICE, CAST),
    "people:invite": act(OFFICE, CAST),
    "people:take_back_invitations": act(OFFICE, CAST),
    "people:manage": page(OFFICE, CAST),
    "people:add": form(OFFICE, CAST),
    "people:suggest": page(OFFICE, CAST),
    "people:edit": page(OFFICE, COLLEAGUES),
    "people:edit_facts": act(OFFICE, COLLEAGUES),
    "people:vouch_for_address": act(only("administrator"), COLLEAGUES),
    "people:stay": act(OFFICE, COLLEAGUES, person_id="leaver"),
    "people:change": act(OFFICE, COLLEAGUES, part="=unit"),
    "people:end_post": act(OFFICE, COLLEAGUES),
    "people:end_leave": act(OFFICE, COLLEAGUES),
    "people:units": page(OFFICE, CAST),
    "people:add_unit": form(OFFICE, CAST),
    "people:unit": page(OFFICE, COLLEAGUES),
    "people:change_unit": act(OFFICE, COLLEAGUES, part="=name"),
    "people:end_head": act(OFFICE, COLLEAGUES, person_id="head", unit_id="headed_unit"),
    "people:roles": form(OFFICE, CAST),
    "people:revoke_role": act(OFFICE, COLLEAGUES),
    "people:settings": page(CAST),
    "people:import": form(OFFICE, CAST),
    "people:show_import": page(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:roster": page(OFFICE, CAST),
    "people:map_import": form(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:import_problems": page(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:planned": page(OFFICE, CAST),
    "people:planned_csv": page(OFFICE, CAST),
    "people:take_back_planned": form(OFFICE, COLLEAGUES, kind="=unit-name", row_id="planned_name"),
    "people:undo_import": act(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:apply_import": act(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:discard_import": act(OFFICE, COLLEAGUES, import_id="stored_import"),
    "people:audit": page(only("administrator"), CAST),
    "people:audit_csv": page(only("administrator"), CAST),
    # The organization's catalogue
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
    "catalogue:reorder": act(HR, CAST, shelf="=topics"),
    "catalogue:move": act(HR, CAST, shelf="=topics", item_id="topic").saying(direction="down"),
    "catalogue:retire": act(HR, CAST, shelf="=topics", item_id="topic"),
    "catalogue:restore": act(HR, CAST, shelf="=topics", item_id="topic"),
    # Answers without a name
    "feedback:drop": act(ANYBODY),
    "feedback:fingerprints": page(ANYBODY),
    "feedback:key": page(only("member")),
    "feedback:sign": act(only("member")),
    # Pairs
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
    # Calendars
    "calendars:settings": page(CAST),
    "calendars:set_wishes": act(CAST),
    "calendars:feed": page(NOBODY, token="=forged"),  # whoever has a token that stands; calendars/tests tell the rest
    "calendars:connect_google": form(CAST),
    "calendars:back_from_google": page(CAST),
    "calendars:connect_microsoft": form(CAST),
    "calendars:back_from_microsoft": page(CAST),
    "calendars:connect_caldav": form(CAST),
    "calendars:connect_more": form(only("member"), connection_id="calendar_connection"),
    "calendars:try_again": act(only("member"), connection_id="calendar_connection"),
    "calendars:write_here": act(only("member"), connection_id="calendar_connection"),
    "calendars:disconnect": act(only("member"), connection_id="calendar_connection"),
    "calendars:answer": act(only("member"), question_id="calendar_question"),
    "calendars:push_google": act(ANYBODY),  # says the same to everybody
    "calendars:push_microsoft": act(ANYBODY),
    "calendars:renew_feed": act(CAST),
    "calendars:stop_feed": act(CAST),
    "calendars:rooms": form(OFFICE, CAST),
    "calendars:room": form(OFFICE, COLLEAGUES, room_id="meeting_room"),
    "calendars:connect_room_caldav": form(only("administrator"), COLLEAGUES, room_id="meeting_room"),
    "calendars:connect_room": act(NOBODY, COLLEAGUES - {"administrator"}, room_id="meeting_room", kind="=google"),
    "calendars:name_1on1s": act(OFFICE, CAST),
    "calendars:retire_room": act(OFFICE, COLLEAGUES, room_id="meeting_room"),
    "calendars:reopen_room": act(OFFICE, COLLEAGUES, room_id="meeting_room"),
    "calendars:days": form(OFFICE, CAST),
    "calendars:import_days": act(OFFICE, CAST),
    "calendars:choose_country": act(OFFICE, CAST),
    "calendars:forget_day": act(OFFICE, CAST, date="=2026-12-29"),
    "calendars:times": page(CAST),
    "calendars:paint_times": act(CAST),
    "calendars:set_margins": act(CAST),
    "calendars:forget_times": act(CAST),
    # The 1on1
    "meetings:schedule": form(THE_TWO),
    "meetings:move": form(THE_TWO),
    "meetings:leave_out": act(THE_TWO),
    "meetings:stop_series": act(THE_TWO),
    "meetings:ask_for_talk": act(THE_TWO),
    "meetings:answer_talk": act(only("manager"), only("member"), request_id="talk_request").saying(answer="write"),
    "meetings:withdraw_talk": act(only("member"), only("manager"), request_id="talk_request"),
    "meetings:name_intent": act(only("manager"), only("member")).saying(intent="learning"),
    "meetings:quarter": form(CAST),
    "meetings:quarter_set": page(only("manager"), laying_id="laying"),
    "meetings:take_talk_day": act(only("member"), only("manager"), request_id="talk_request"),
    "meetings:take_back_quarter": act(only("manager"), laying_id="laying"),
    "meetings:propose_slots": act(THE_TWO).saying(slot="2031-01-06T10:00+09:00", minutes="30"),
    "meetings:take_slot": act(only("manager"), only("member"), slot_id="offered_slot"),
    "meetings:withdraw_slots": act(only("member"), only("manager"), proposal_id="offered_times"),
    "meetings:decline_slots": act(only("manager"), only("member"), proposal_id="offered_times"),
    "meetings:cancel": act(THE_TWO),
    "meetings:resume_series": act(NOBODY, THE_TWO),  # nor has it been stopped
    "meetings:restore": act(NOBODY, THE_TWO),  # nothing to bring back while it is planned
    "meetings:start": act(THE_TWO),
    "meetings:not_yet": act(THE_TWO, meeting_id="held_meeting"),
    "meetings:end": act(THE_TWO, meeting_id="held_meeting"),
    "meetings:resume": act(THE_TWO, meeting_id="held_meeting"),
    "meetings:confirm_held": act(THE_TWO),
    "meetings:deny_held": act(NOBODY, THE_TWO),  # nobody denies what is still to come
    "meetings:stop_asking": act(THE_TWO),
    "meetings:check_condition": act(only("member"), only("manager")),
    "meetings:reopen": act(THE_TWO),
    "meetings:choose_format": act(THE_TWO),
    "meetings:send_question": act(only("manager"), only("member")),
    "meetings:take_back_question": act(only("manager"), only("member")),
    "meetings:add_item": act(THE_TWO),
    "meetings:add_own_words": act(THE_TWO),
    "meetings:order_items": act(THE_TWO),
    "meetings:carry_over": act(THE_TWO),
    "meetings:remove_item": act(only("member"), only("manager")),
    "meetings:restore_item": act(only("member"), only("manager")),
    "meetings:shift_item_up": act(THE_TWO),
    "meetings:shift_item_down": act(THE_TWO),
    "meetings:choose_response": act(only("member"), only("manager")),
    "meetings:choose_decider": act(only("member"), only("manager")),
    "meetings:set_item_minutes": act(THE_TWO),
    "meetings:write_comment": act(only("member"), only("manager")),
    "meetings:mark_talked": act(THE_TWO),
    "meetings:mark_not_talked": act(THE_TWO),
    "meetings:go_to_item": act(THE_TWO),
    "notes:note": page(THE_TWO),
    "notes:history": page(THE_TWO),
    "notes:go_back": act(NOBODY),  # to a version that never was; notes/tests tell the rest
    "notes:search": form(CAST),
    "notes:keeping": form(OFFICE, CAST).saying(years="2"),
    # Promises, and words to keep in mind
    "todos:list": page(CAST),
    "todos:show": page(THE_TWO),
    "todos:edit": act(THE_TWO),
    "todos:done": act(only("member"), only("manager")),
    "todos:drop": act(only("member"), only("manager")),
    "todos:take-away": act(NOBODY, THE_TWO),  # only in the 1on1 that made it
    "todos:add": act(THE_TWO),
    "todos:begin": page(THE_TWO),
    "growth:keep-in-mind": act(THE_TWO),
    "growth:outcome": act(THE_TWO),
    "growth:write-letter": act(THE_TWO, meeting_id="held_meeting").saying(text="ありがとうございました"),
    "growth:take-back-letter": act(only("member"), only("manager")),
    "growth:keep-letter": act(only("manager"), only("member")),
    # Hints; the scene's was written by the manager
    "hints:shelf": page(CAST),
    "hints:write": form(CAST),
    "hints:answer_invitation": act(CAST),
    "hints:told": act(CAST),
    "hints:hint": page(COLLEAGUES),
    "hints:edit": form(only("manager"), COLLEAGUES),
    "hints:retire": act(only("manager"), COLLEAGUES),
    "hints:restore": act(only("manager"), COLLEAGUES),
    "hints:bookmark": act(COLLEAGUES),
    "hints:try": act(COLLEAGUES),
    "hints:answer_trial": act(only("manager")),
    "hints:report": form(COLLEAGUES - {"manager"}, COLLEAGUES),
    "hints:desk": page(OFFICE, CAST),
    "hints:keep": act(OFFICE, COLLEAGUES),
    "hints:hide": act(OFFICE, COLLEAGUES),
    "hints:show_again": act(OFFICE, COLLEAGUES),
    "hints:packs": form(OFFICE, CAST),
    "hints:export": act(OFFICE, CAST),
    "hints:pack": page(OFFICE, COLLEAGUES),
    "hints:take_pack": act(OFFICE, COLLEAGUES),
    "hints:discard_pack": act(OFFICE, COLLEAGUES),
    # Answering without a name
    "feedback:voice": page(only("member")),
    # Pages that join all of this
    "home": page(CAST),
    "pair": page(THE_TWO),
    "pair_earlier": page(THE_TWO).saying(before="2026-01-01T00:00"),
    "prepare_next": page(THE_TWO),
    "board": page(CAST),
    "first_days": page(OFFICE, CAST),
    "try_mail": act(OFFICE, CAST),
    "strengths": page(only("manager")),  # one's own, for whoever is somebody's mentor
    "unit_voices": page(HR, CAST),
    "holding": page(only("hr", "executive"), CAST),
    "holding_csv": page(only("hr", "executive"), CAST),
    "holding_offer": act(only("hr", "executive"), CAST),
    "brief": page(THE_TWO),
    "prepare": form(THE_TWO),
    "session": page(THE_TWO),
    "wrapup": page(THE_TWO, meeting_id="held_meeting"),
    "wrapup_promises": page(THE_TWO, meeting_id="held_meeting"),
    "wrapup_draft": act(only("member"), only("manager"), meeting_id="held_meeting"),
    "wrapup_next": act(THE_TWO, meeting_id="held_meeting").saying(starts_at="2031-01-06T10:00"),
    "wrapup_close": act(THE_TWO, meeting_id="held_meeting"),
    "minutes": page(THE_TWO, meeting_id="held_meeting"),
    "minutes_pdf": page(THE_TWO, meeting_id="held_meeting"),
}
