"""What is kept between requests is the same for everybody, and what is shown the same as without keeping."""

import uuid

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from aizuchi.ui.addresses import find_address

KEPT = "aizuchi.ui.templatetags.kept"
OPTIONS = settings.TEMPLATES[0]["OPTIONS"]
KEEPING = Engine(loaders=OPTIONS["loaders"], builtins=OPTIONS["builtins"])
PLAIN = Engine(loaders=OPTIONS["loaders"], builtins=[each for each in OPTIONS["builtins"] if each != KEPT])


class Person:
    hue, initial, full_name, photo_url = 30, "小", "小野寺 葵", ""


GIVEN = {
    "key": uuid.uuid4(),
    "person": Person(),
    "words": "<b>",
    "kind": "quiet",
    "none": None,
    "options": [("1", "One")],
}
SOURCES = """
<c-button kind="primary" href="/x/?a=1&b=2">Go</c-button>
<c-button kind="{{ kind }}" icon="plus" hx-post="{% url "pair" key %}" data-a='{"a": "{{ key }}"}' hidden>{{ words }}</c-button>
<c-button :disabled="none" :kind="kind" :icon="missing">Go</c-button>
{% for letter in "ab" %}<c-button kind="{{ letter }}">{{ forloop.counter }}</c-button>{% endfor %}
<c-person :person="person" href="/p/">{{ kind }}</c-person><c-person :person="person" />
<c-select id="a" :options="options" value="1" fit /><c-select id="b"><option>x</option></c-select>
<c-banner tone="{% if none %}stop{% else %}hint{% endif %}" role="alert">{{ words }}</c-banner>
<c-banner tone="look">A<c-slot name="action"><c-button>Do</c-button></c-slot></c-banner>
<c-page-head heading="{{ words }}"><c-slot name="actions">{% if kind %}<c-tag>1</c-tag>{% endif %}</c-slot></c-page-head>
<c-empty heading="A" :level="kind" plain><c-slot name="heading">B</c-slot></c-empty>
{% url "home" %}{% url "pair" pair_id=key %}
{% url "people:directory" as found %}{{ found }}{% url "nothing" as lost %}[{{ lost }}]
{% translate "Sign out" %}{% translate "Sign out" as said %}{{ said }}{% translate kind %}{% trans "100%" noop %}
{% include "pages/parts.html#number" with number=1 %}
{% with number=3 %}{% include "pages/parts.html#number" %}{% endwith %}
{% include "pages/parts.html#kind" with kind="peer" label=words only %}{{ kind }}
""".strip().splitlines()  # noqa: E501


def show(engine: Engine, source: str, language: str) -> str:
    template = engine.from_string(CottonCompiler().process(source))
    with translation.override(language):
        return [template.render(Context(dict(GIVEN))) for _ in range(2)][-1]


@pytest.mark.parametrize("source", SOURCES)
def test_a_page_says_the_same(source: str) -> None:
    for language in ("ja", "en"):
        assert show(KEEPING, source, language) == show(PLAIN, source, language)


def test_a_sentence_is_kept_for_its_language_alone() -> None:
    template = KEEPING.from_string('{% translate "Sign out" %}')
    said = []
    for language in ("ja", "en", "ja"):
        with translation.override(language):
            said.append(template.render(Context()))

    assert said == ["ログアウト", "Sign out", "ログアウト"]


def test_what_is_the_same_for_all_knows_nobody() -> None:
    template = KEEPING.from_string(
        "{% same_for_all %}{% translate 'Sign out' %}:{{ user }}{{ request.path }}{% endsame_for_all %}"
    )
    said = []
    for name, language in (("小野寺", "ja"), ("森川", "en"), ("八木", "ja")):
        with translation.override(language):
            said.append(template.render(Context({"user": name, "request": {"path": f"/{name}/"}})))

    assert said == ["ログアウト:", "Sign out:", "ログアウト:"]


def test_an_address_is_the_one_that_django_finds() -> None:
    key, other = uuid.uuid4(), uuid.uuid4()

    assert find_address("home") == reverse("home")
    for _ in range(2):
        assert find_address("pair", [key]) == reverse("pair", args=[key])
        assert find_address("pair", kwargs={"pair_id": other}) == reverse("pair", args=[other])
        assert find_address("meetings:take_back_question", [key, other]) == reverse(
            "meetings:take_back_question", args=[key, other]
        )
        assert find_address("pair", [str(key)]) == reverse("pair", args=[key])


def test_what_is_no_address_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            find_address("nothing")
        with pytest.raises(NoReverseMatch):
            find_address("home", [uuid.uuid4()])
