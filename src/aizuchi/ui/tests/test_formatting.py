"""How dates and times read in both languages."""

import datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

TOKYO = timezone.get_fixed_timezone(540)
NOW = datetime.datetime(2026, 6, 18, 10, 34, tzinfo=TOKYO)


def read(source: str, language: str, **context: object) -> str:
    with time_machine.travel(NOW, tick=False), translation.override(language), timezone.override(TOKYO):
        return Template(source).render(Context(context | {"now": NOW, "today": NOW.date()}))


@pytest.mark.parametrize(
    ("form", "japanese", "english"),
    [
        ("day", "6月18日（木）", "Thu 18 Jun"),
        ("long_day", "2026年6月18日（木）", "Thu 18 Jun 2026"),
        ("short_day", "6月18日", "18 Jun"),
        ("chip_day", "18(木)", "Thu 18"),
        ("month_name", "6月", "Jun"),
        ("other_year", "", ""),
        ("month", "2026年6月", "June 2026"),
        ("weekday", "木", "Thu"),
        ("clock", "10:34", "10:34"),
    ],
)
def test_a_moment_reads_in_both_languages(form, japanese, english):
    source = f"{{{{ now|{form} }}}}"

    assert (read(source, "ja"), read(source, "en")) == (japanese, english)


@pytest.mark.parametrize(
    ("form", "japanese", "english"),
    [
        ("day", "2027年1月1日（金）", "Fri 1 Jan 2027"),
        ("short_day", "2027年1月1日", "1 Jan 2027"),
        ("due", "2027年1月1日（金）", "Fri 1 Jan 2027"),
        ("other_year", "2027年", "2027"),
    ],
)
def test_a_day_of_another_year_says_which(form, japanese, english):
    """In Tokyo it is the new year already; in UTC it is not."""
    moment = datetime.datetime(2026, 12, 31, 15, 0, tzinfo=datetime.UTC)
    source = f"{{{{ day|{form} }}}}"
    day = datetime.date(2027, 1, 1) if form == "due" else moment

    assert (read(source, "ja", day=day), read(source, "en", day=day)) == (japanese, english)


@pytest.mark.parametrize(("language", "told"), [("ja", "6月18日（木）10:34"), ("en", "Thu 18 Jun 10:34")])
def test_a_sentence_made_without_a_template_says_a_moment_in_the_same_way(language, told):
    assert read('{% time now "time" %}', language).endswith(f">{told}</time>")


@pytest.mark.parametrize(
    ("minutes", "japanese", "english"),
    [
        (4, "あと4分", "in 4 minutes"),
        (1, "あと1分", "in 1 minute"),
        (0, "いま", "now"),
        (60, "あと1時間", "in 1 hour"),
        (206, "あと3時間26分", "in 3 h 26 min"),
        (60 * 24 * 3, "あと3日", "in 3 days"),
        (-12, "12分前", "12 minutes ago"),
    ],
)
def test_what_is_coming_tells_how_soon(minutes, japanese, english):
    moment = NOW + datetime.timedelta(minutes=minutes)
    source = "{{ moment|until:now }}"

    assert (read(source, "ja", moment=moment), read(source, "en", moment=moment)) == (japanese, english)


@pytest.mark.parametrize(
    ("days", "japanese"),
    [(0, "今日"), (1, "昨日"), (3, "3日前"), (20, "2週間前"), (130, "4か月前")],
)
def test_what_has_passed_tells_how_long_ago(days, japanese):
    assert read("{{ date|ago:today }}", "ja", date=NOW.date() - datetime.timedelta(days=days)) == japanese


@pytest.mark.parametrize(
    ("days", "japanese", "english"),
    [
        (0, "今日まで", "by today"),
        (1, "明日まで", "by tomorrow"),
        (6, "6月24日（水）", "Wed 24 Jun"),
        (-6, "6月12日（金）", "Fri 12 Jun"),
    ],
)
def test_a_due_day_reads_as_people_say_it(days, japanese, english):
    due_on = NOW.date() + datetime.timedelta(days=days)
    source = "{{ due_on|due:today }}"

    assert (read(source, "ja", due_on=due_on), read(source, "en", due_on=due_on)) == (japanese, english)


@pytest.mark.parametrize("form", ["day", "long_day", "short_day", "weekday", "clock", "due", "until", "ago"])
def test_nothing_reads_as_nothing(form):
    assert read(f"{{{{ nothing|{form} }}}}", "en", nothing=None) == ""


def test_a_time_tells_machines_the_exact_moment_where_the_reader_is():
    moment = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)

    html = read('{% time moment "clock" %}', "ja", moment=moment)

    assert html == '<time datetime="2026-06-18T14:00+09:00">14:00</time>'


@pytest.mark.parametrize(("degrees", "step"), [(165, 165), (8, 15), (7, 0), (359, 0), (255, 255)])
def test_a_hue_falls_on_one_the_styles_know(degrees, step):
    assert read("{{ degrees|hue }}", "en", degrees=degrees) == str(step)


@pytest.mark.parametrize(("share", "step"), [(0, 5), (7, 5), (13, 15), (500, 120)])
def test_a_share_falls_on_one_the_styles_know(share, step):
    assert read("{{ share|grow }}", "en", share=share) == str(step)


@pytest.mark.parametrize(
    ("minutes", "japanese", "english"),
    [(1, "1分", "1 minute"), (90, "90分", "90 minutes"), (360, "6時間", "6 hours"), (7 * 24 * 60, "7日", "7 days")],
)
def test_a_length_reads_in_the_largest_unit_that_comes_out_even(minutes, japanese, english):
    length = datetime.timedelta(minutes=minutes)

    assert read("{{ length|lasting }}", "ja", length=length) == japanese
    assert read("{{ length|lasting }}", "en", length=length) == english
