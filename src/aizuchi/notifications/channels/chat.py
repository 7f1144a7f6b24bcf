"""Slack and Microsoft Teams: by an incoming webhook of one's own, or by the company's Slack app."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from django.conf import settings

from aizuchi.notifications.channels import OutgoingMessage, Refused, Unreachable
from aizuchi.notifications.chat_addresses import address_of
from aizuchi.notifications.messages import Message
from aizuchi.notifications.models import Channel

TIMEOUT = httpx2.Timeout(10)
FOR_LATER = (408, 425, 429)


@contextmanager
def open_slack() -> Iterator["SlackSender"]:
    with httpx2.Client(timeout=TIMEOUT, follow_redirects=False) as client:
        yield SlackSender(client)


@contextmanager
def open_teams() -> Iterator["TeamsSender"]:
    with httpx2.Client(timeout=TIMEOUT, follow_redirects=False) as client:
        yield TeamsSender(client)


class SlackSender:
    """A webhook of one's own comes first: somebody set it up on purpose."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def send(self, outgoing: OutgoingMessage) -> None:
        text = "\n\n".join(_slack_text(message) for message in outgoing.messages)
        if webhook := address_of(outgoing.person, Channel.SLACK):
            _post(self._client, webhook, {"text": text})
        else:
            self._send_as_app(outgoing, text)

    def _send_as_app(self, outgoing: OutgoingMessage, text: str) -> None:
        found = self._ask("users.lookupByEmail", {"email": outgoing.person.email or ""})
        user = found.get("user", {}).get("id", "")
        self._ask("chat.postMessage", {"channel": user, "text": text, "unfurl_links": "false"})

    def _ask(self, method: str, data: dict[str, str]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {settings.SLACK_TOKEN}"}
        answer = _post(self._client, f"{settings.SLACK_URL}/api/{method}", data, headers=headers, as_form=True)
        told: dict[str, Any] = answer.json()
        if not told.get("ok"):
            raise (Unreachable if told.get("error") in {"ratelimited", "internal_error", "fatal_error"} else Refused)
        return told


class TeamsSender:
    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def send(self, outgoing: OutgoingMessage) -> None:
        webhook = address_of(outgoing.person, Channel.TEAMS)
        if not webhook:
            raise Refused
        _post(self._client, webhook, _teams_card(outgoing))


def _post(
    client: httpx2.Client,
    url: str,
    data: dict[str, Any],
    *,
    headers: dict[str, str] | None = None,
    as_form: bool = False,
) -> httpx2.Response:
    body: dict[str, Any] = {"data": data} if as_form else {"json": data}
    try:
        answer = client.post(url, headers=headers, **body)
    except httpx2.HTTPError as error:
        raise Unreachable from error
    if answer.status_code in FOR_LATER or answer.status_code >= 500:
        raise Unreachable
    if not answer.is_success:
        raise Refused
    return answer


def _slack_text(message: Message) -> str:
    lines = [f"*{_escape(message.subject)}*", *map(_escape, message.lines)]
    for link, label in ((message.link, message.link_label), (message.second_link, message.second_label)):
        if link:
            lines.append(f"<{link}|{_escape(label)}>")
    return "\n".join(lines)


def _escape(text: str) -> str:
    """The three characters that Slack reads as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _without_markdown(text: str) -> str:
    """As it stands: no emphasis, link, heading, list, tag or entity, all of which Adaptive Cards may read in a text."""
    escaped = re.sub(r"([\\`*_\[\]#~<>]|&(?=#?\w+;))", r"\\\1", text)
    return re.sub(r"^(\s*)([-+]|\d+(?=[.)]))", _escape_item, escaped, flags=re.MULTILINE)


def _escape_item(found: re.Match[str]) -> str:
    """A list begins with a sign, or with a number and what follows it."""
    space, sign = found.groups()
    return f"{space}\\{sign}" if sign in "-+" else f"{space}{sign}\\"


def _teams_card(outgoing: OutgoingMessage) -> dict[str, Any]:
    """An Adaptive Card in the envelope that Teams' workflows expect."""
    body, actions = [], []
    for message in outgoing.messages:
        body.append({"type": "TextBlock", "text": _without_markdown(message.subject), "weight": "Bolder", "wrap": True})
        body += [{"type": "TextBlock", "text": _without_markdown(line), "wrap": True} for line in message.lines]
        for link, label in ((message.link, message.link_label), (message.second_link, message.second_label)):
            if link:
                actions.append({"type": "ActionItem.OpenUrl", "title": label, "url": link})
    card = {"type": "AdaptiveCard", "version": "1.4", "body": body, "actions": actions[:6]}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}
