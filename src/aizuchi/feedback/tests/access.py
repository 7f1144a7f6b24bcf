from tests.access import ANYBODY, CAST, HR, Access, act, form, only, page

TABLE: dict[str, Access] = {
    "feedback:sizes": form(HR, CAST - HR),
    "feedback:drop": act(ANYBODY),
    "feedback:fingerprints": page(ANYBODY),
    "feedback:key": page(only("member")),
    "feedback:sign": act(only("member")),
    "feedback:answer": page(only("member")),
}
