"""What a 1on1 can be for: five purposes, the same for everybody, in words that invite."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    RELATIONSHIP = "relationship", _("To know each other better")
    LEARNING = "learning", _("To try something and learn from it")
    MOTIVATION = "motivation", _("To find what gives energy")
    INFORMATION = "information", _("To share what each of us knows")
    SOLVING = "solving", _("To work on a problem together")


# One sentence more, as the mentor would say it.
INVITATIONS: Mapping[str, Any] = {
    Purpose.RELATIONSHIP: _("I would like to hear how you are, and talk about whatever comes up."),
    Purpose.LEARNING: _("Let's look at what you tried, and choose what to try next."),
    Purpose.MOTIVATION: _("I would like to hear what you enjoy, and what you want to do more of."),
    Purpose.INFORMATION: _("There are things I would like to tell you, and things I would like to hear from you."),
    Purpose.SOLVING: _("If something is stuck, let's look at it together."),
}

ICONS: Mapping[str, str] = {
    Purpose.RELATIONSHIP: "users-round",
    Purpose.LEARNING: "sprout",
    Purpose.MOTIVATION: "sun",
    Purpose.INFORMATION: "messages-square",
    Purpose.SOLVING: "signpost",
}
