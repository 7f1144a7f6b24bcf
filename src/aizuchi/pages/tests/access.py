from tests.access import CAST, HR, NO_KEY, NOBODY, OFFICE, THE_TWO, Access, act, form, only, page

TABLE: dict[str, Access] = {
    # The operator of the installation, who is none of the cast
    "jobs": page(NOBODY),
    "jobs_again": act(NOBODY, job_id=NO_KEY),
    "home": page(CAST),
    "pair": page(THE_TWO),
    "pair_earlier": page(THE_TWO).saying(before="2026-01-01T00:00"),
    "prepare_next": page(THE_TWO),
    "board": page(CAST),
    "first_days": page(OFFICE, CAST),
    "try_mail": act(OFFICE, CAST),
    "strengths": page(only("manager")),  # one's own, for whoever is somebody's mentor
    "unit_feedback": page(HR, CAST),
    "holding": page(only("hr", "executive"), CAST),
    "holding_csv": page(only("hr", "executive"), CAST),
    "holding_offer": act(only("hr", "executive"), CAST),
    "brief": page(THE_TWO),
    "prepare": form(THE_TWO),
    "session": page(THE_TWO),
    "session_whole": page(THE_TWO),
    "wrapup": page(THE_TWO, meeting_id="held_meeting"),
    "wrapup_actions": page(THE_TWO, meeting_id="held_meeting"),
    "wrapup_draft": act(only("member"), only("manager"), meeting_id="held_meeting"),
    "wrapup_next": act(THE_TWO, meeting_id="held_meeting").saying(starts_at="2031-01-06T10:00"),
    "wrapup_close": act(THE_TWO, meeting_id="held_meeting"),
    "minutes": page(THE_TWO, meeting_id="held_meeting"),
    "minutes_pdf": page(THE_TWO, meeting_id="held_meeting"),
}
