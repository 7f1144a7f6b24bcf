from tests.access import ANYBODY, CAST, HR, NO_KEY, Access, act, form, only, page

TABLE: dict[str, Access] = {
    "feedback:sizes": form(HR, CAST - HR),
    "feedback:drop": act(ANYBODY),
    "feedback:fingerprints": page(ANYBODY),
    "feedback:board": page(ANYBODY, board_id=NO_KEY),
    "feedback:key": page(only("member")),
    "feedback:sign": act(only("member")),
    "feedback:answer": page(only("member")),
}
