from tests.access import ANYBODY, CAST, NO_KEY, NOBODY, Access, act, form, page

TABLE: dict[str, Access] = {
    "notifications:show": page(CAST),
    "notifications:choose": act(CAST),
    "notifications:choose_times": act(CAST),
    "notifications:connect": act(CAST, channel="=slack"),
    "notifications:disconnect": act(CAST, channel="=slack"),
    "notifications:subscribe": act(CAST),
    "notifications:unsubscribe": act(CAST, subscription_id=NO_KEY),
    "notifications:worker": page(ANYBODY),
    "notifications:stop": form(NOBODY, token="=forged"),
}
