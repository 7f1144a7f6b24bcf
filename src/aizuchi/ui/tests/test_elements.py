"""Elements that decide something: what is a link, who can see, what is wrong."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler


def render(source: str, **context: object) -> str:
    compiled = CottonCompiler().process(source)
    with translation.override("en"):
        return engines["django"].from_string(compiled).render(context, RequestFactory().get("/people/?q=a&page=2"))


def test_a_button_with_an_address_is_a_link():
    html = render('<c-button href="/home/" kind="primary">Go</c-button>')

    assert '<a class="button button--primary' in html
    assert "<button" not in html


def test_a_button_passes_on_what_it_does_not_know():
    html = render('<c-button name="answer" value="yes" hx-post="/x/" disabled>Yes</c-button>')

    assert all(part in html for part in ('type="submit"', 'name="answer"', 'value="yes"', 'hx-post="/x/"', "disabled"))


def test_a_button_takes_nothing_from_the_page_around_it():
    html = render("<c-button>Go</c-button>", kind="primary", size="huge", href="/home/", icon="x", disabled=True)

    assert html.split() == ["<button", 'class="button"', 'type="submit"', ">Go</button>"]


def test_a_button_has_its_icons_before_and_after_its_words():
    html = render('<c-button icon="plus" icon_end="arrow-right" class="self-start">Go</c-button>')

    before, _, after = html.partition("Go")
    assert 'class="button self-start"' in before
    assert "<svg" in before
    assert "<svg" in after


class PersonForm(forms.Form):
    name = forms.CharField(help_text="As you are called.")
    unit = forms.ChoiceField(choices=[("a", "A")])


def test_a_field_ties_its_help_and_its_error_to_the_control():
    form = PersonForm({"name": "", "unit": "a"})

    html = render('<c-field :field="form.name" />', form=form)

    assert 'for="id_name"' in html
    assert 'aria-invalid="true"' in html
    described_by = html.split('aria-describedby="')[1].split('"')[0].split()
    assert described_by
    assert all(f'id="{name}"' in html for name in described_by)


def test_a_field_dresses_its_control():
    assert 'class="select"' in render('<c-field :field="form.unit" />', form=PersonForm())


def test_a_field_keeps_what_was_typed():
    form = PersonForm({"name": '<b onclick="x">', "unit": "wrong"})

    assert "&lt;b onclick=&quot;x&quot;&gt;" in render('<c-field :field="form.name" />', form=form)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<c-vis who="both" name="Takumi" />', "Takumi can see this too"),
        ('<c-vis who="both" />', "The two of you can see this"),
        ('<c-vis who="self" />', "Only you can open this"),
        ('<c-vis who="self">Only Aoi</c-vis>', "Only Aoi"),
    ],
)
def test_a_visibility_label_says_who(source, words):
    assert words in render(source)


def test_the_weather_shows_what_was_answered():
    html = render('<c-weather :value="4" />')

    assert html.count('type="radio"') == 5
    assert 'value="4" checked' in html


def test_turning_pages_keeps_the_search():
    html = render('<c-pagination :page="page" />', page=Paginator(range(50), 10).page(2))

    assert 'href="?q=a&amp;page=3"' in html
    assert "Page 2 of 5" in html


def test_one_page_needs_no_turning():
    assert "<nav" not in render('<c-pagination :page="page" />', page=Paginator(range(5), 10).page(1))


@pytest.mark.parametrize("element", ["check", "chip", "response", "choice"])
@pytest.mark.parametrize(("chosen", "count"), [(True, 1), (False, 0)])
def test_a_choice_is_made_only_when_it_was(element, chosen, count):
    html = render(f'<c-{element} name="a" :checked="chosen">Words</c-{element}>', chosen=chosen)

    assert html.count(" checked") == count


@pytest.mark.parametrize(("is_closed", "count"), [(True, 1), (False, 0)])
def test_a_button_is_off_only_when_it_should_be(is_closed, count):
    html = render('<c-button :disabled="is_closed">Words</c-button>', is_closed=is_closed)

    assert html.count(" disabled") == count


@pytest.mark.parametrize(("plain", "figures"), [("", 1), ("plain", 0)])
def test_an_invitation_has_its_figure_unless_it_should_be_plain(plain, figures):
    html = render(f'<c-empty heading="Nothing yet" {plain} />')

    assert html.count("empty__fig") == figures
