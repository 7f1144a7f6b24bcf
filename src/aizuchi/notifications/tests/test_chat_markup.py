"""What somebody is called, or what a topic is called, is no markup in anybody's chat."""

import re
import uuid

import pytest
from markdown_it import MarkdownIt

from aizuchi.notifications.channels import OutgoingMessage
from aizuchi.notifications.channels.chat import _slack_text, _teams_card
from aizuchi.notifications.messages import Message
from aizuchi.people.models import Person

HOSTILE = [
    "[x](https://evil.example)",
    "![x](https://evil.example/a.png)",
    "<https://evil.example>",
    "<someone@evil.example>",
    "<!channel> <@U123> <https://evil.example|here>",
    "**x** _y_ `z` ~~w~~",
    "# x",
    "1. x",
    "a &#8238;b &lt;c&gt; &copy R&D AT&T;",
    "[x]: https://evil.example",
    "\\[x](https://evil.example)",
    "x\\",
]


def message(text: str) -> Message:
    return Message(kind="x", subject=text, lines=(text,), link="https://a.example/go", link_label=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_teams_shows_it_as_it_stands(text: str) -> None:
    outgoing = OutgoingMessage(reference=uuid.uuid4(), person=Person(), messages=(message(text),), stop_link="")
    card = _teams_card(outgoing)["attachments"][0]["content"]

    for block in card["body"]:
        [paragraph] = [token for token in MarkdownIt("commonmark").parse(block["text"]) if token.children is not None]
        kinds = {child.type for child in paragraph.children or []}
        shown = "".join(child.content for child in paragraph.children or [])
        assert (kinds <= {"text", "text_special"}, shown) == (True, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_reads_no_markup_of_its_own_in_it(text: str) -> None:
    told = _slack_text(message(text))

    assert re.findall(r"<[^>]*>", told) == [f"<https://a.example/go|{_escaped(text)}>"]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
