"""Web Push to the browsers that a person allowed to show notices (RFC 8030, 8291, 8292)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr

import requests
from django.conf import settings
from pywebpush import WebPushException, webpush

from aizuchi.notifications.channels import OutgoingMessage, Refused, Unreachable
from aizuchi.notifications.push import forget_subscription, list_subscriptions, sign_with

GONE = (404, 410)
A_DAY = 24 * 60 * 60


@contextmanager
def open_push() -> Iterator["PushSender"]:
    with requests.Session() as session:
        session.max_redirects = 0
        yield PushSender(session)


class PushSender:
    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def send(self, outgoing: OutgoingMessage) -> None:
        """To every browser of the person; one that took it is enough."""
        message = outgoing.messages[0]
        data = json.dumps(
            {
                "title": message.subject,
                "body": " ".join(message.lines),
                "url": message.link,
                "tag": str(outgoing.reference),
            }
        )
        taken, waiting = False, False
        for subscription in list_subscriptions(outgoing.person):
            try:
                webpush(
                    subscription.info,
                    data,
                    vapid_private_key=sign_with(),
                    vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
                    ttl=A_DAY,
                    timeout=10,
                    requests_session=self._session,
                )
                taken = True
            except WebPushException as problem:
                if problem.response is not None and problem.response.status_code in GONE:
                    forget_subscription(subscription.row_id)
                else:
                    waiting = True
            except requests.RequestException:
                waiting = True
        if not taken:
            raise (Unreachable if waiting else Refused)
