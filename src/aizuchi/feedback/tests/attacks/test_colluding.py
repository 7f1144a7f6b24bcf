from aizuchi.feedback.tests.attacks import colluding

SETTINGS = {"worlds": 300, "seed": 11}


def test_with_many_tokens_the_attack_works() -> None:
    """So that the others mean something."""
    assert colluding.isolate_one(colluding.pass_for_many_others, **SETTINGS).hits > 5


def test_boxes_about_everybody_isolate_nobody() -> None:
    assert colluding.isolate_one(colluding.send_boxes_about_everybody, **SETTINGS).hits == 0


def test_two_tokens_isolate_hardly_anybody() -> None:
    result = colluding.isolate_one(colluding.pass_for_two_others, **SETTINGS)

    assert result.hits / SETTINGS["worlds"] <= 0.01
