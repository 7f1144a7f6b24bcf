from aizuchi.surveys.results.texts import FEWEST_TEXTS, FEWEST_TO_GROUP, OTHERS, group_texts, shuffle_texts
from aizuchi.surveys.results.together import find_together

FIVE = [f"text {number}" for number in range(FEWEST_TEXTS)]


def test_fewer_than_five_are_none() -> None:
    assert shuffle_texts(FIVE[1:]) == []
    assert shuffle_texts([*FIVE[1:], "  "]) == []
    assert sorted(shuffle_texts([*FIVE, ""])) == FIVE


def test_they_come_in_an_order_of_chance() -> None:
    many = [str(number) for number in range(50)]

    assert shuffle_texts(many) != many
    assert shuffle_texts(many) != shuffle_texts(many)


def test_each_stands_once_where_most_of_its_words_belong() -> None:
    texts = [
        "残業が多く、納期も短い。",
        "The deadline is too close.",
        "上司に相談しやすいチームです。研修も役に立った。",
        "給料を上げてほしい。",
        *(["とくにありません。"] * (FEWEST_TO_GROUP - 4)),
    ]

    found = {group.theme.code: list(group.texts) for group in group_texts(texts)}

    assert found == {"workload": texts[:2], "people": [texts[2]], "pay": [texts[3]], "others": texts[4:]}


def test_few_stand_without_headings() -> None:
    assert [(group.theme, list(group.texts)) for group in group_texts(FIVE)] == [(OTHERS, FIVE)]
    assert group_texts([]) == []


def test_what_goes_together_is_told_with_how_many_pairs_were_looked_at() -> None:
    units = range(20)
    answered = {
        "work": {unit: unit / 20 for unit in units},
        "chance": {unit: (unit * 7 % 5) / 5 for unit in units},
    }
    done = {"held": {unit: unit / 20 + (0.02 if unit % 2 else -0.02) for unit in units}}

    told = find_together(answered, done, dict.fromkeys(units, 10))

    assert told.looked_at == 2
    assert told.changes[0].key == ("work", "held")


def test_over_fewer_than_twelve_units_nothing_goes_together() -> None:
    work, held = ({unit: unit / 20 for unit in range(count)} for count in (11, 20))

    assert find_together({"work": work}, {"held": held}, dict.fromkeys(range(20), 10)).looked_at == 0
    assert find_together({"work": held}, {"held": held}, dict.fromkeys(range(12), 10)).looked_at == 1
