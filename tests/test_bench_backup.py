from bench.backup.figures import Save, find_lost, newest_held, show_saves

SAVES = [
    Save("a", 1, began=0.0, ended=0.1),
    Save("a", 2, began=1.0, ended=1.2),
    Save("b", 1, began=0.5, ended=0.6),
    Save("b", 2, began=1.5, ended=1.6, error="OperationalError"),
]


def test_what_was_acknowledged_before_and_is_not_there_is_lost():
    assert find_lost(SAVES, {"a": 2, "b": 1}, before=9.0) == []
    assert find_lost(SAVES, {"a": 1, "b": 1}, before=1.1) == []
    assert find_lost(SAVES, {"a": 1, "b": 1}, before=9.0) == [SAVES[1]]
    assert find_lost(SAVES, {"a": 2}, before=9.0) == [SAVES[2]]


def test_the_newest_write_that_is_there_tells_how_old_it_is():
    assert newest_held(SAVES, {"a": 1, "b": 1}) == 0.6
    assert newest_held(SAVES, {"a": 2, "b": 2}) == 1.2


def test_errors_are_told():
    assert "longest 200 ms" in show_saves(SAVES)
    assert "{'OperationalError': 1}" in show_saves(SAVES)
    assert show_saves([]).startswith("0 saves")
