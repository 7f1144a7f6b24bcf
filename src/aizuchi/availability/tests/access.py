from tests.access import ADMIN, CAST, Access, act, form, page

TABLE: dict[str, Access] = {
    "availability:days": form(ADMIN, CAST),
    "availability:import_days": act(ADMIN, CAST),
    "availability:choose_country": act(ADMIN, CAST),
    "availability:forget_day": act(ADMIN, CAST, date="=2026-12-29"),
    "availability:times": page(CAST),
    "availability:paint_times": act(CAST),
    "availability:set_margins": act(CAST),
    "availability:forget_times": act(CAST),
}
