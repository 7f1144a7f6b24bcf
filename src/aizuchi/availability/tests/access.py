from tests.access import CAST, OFFICE, Access, act, form, page

TABLE: dict[str, Access] = {
    "availability:days": form(OFFICE, CAST),
    "availability:import_days": act(OFFICE, CAST),
    "availability:choose_country": act(OFFICE, CAST),
    "availability:forget_day": act(OFFICE, CAST, date="=2026-12-29"),
    "availability:times": page(CAST),
    "availability:paint_times": act(CAST),
    "availability:set_margins": act(CAST),
    "availability:forget_times": act(CAST),
}
