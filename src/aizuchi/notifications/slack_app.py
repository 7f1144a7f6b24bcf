"""Whether this installation has a Slack app of its own, which reaches everybody by their mail address."""

from django.conf import settings


def has_slack_app() -> bool:
    return bool(settings.SLACK_TOKEN)
