import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class SentMail(UUIDModel):
    """That a mail went out: what kind, to where and when. What it said is kept nowhere."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    address = models.EmailField(max_length=254)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-sent_at"])]


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("way to be reached", "Mail")
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"
    PUSH = "push", pgettext_lazy("way to be reached", "This browser")


class Notice(UUIDModel):
    """Something a person is to be told, once. What it says is made when it goes out, so that it is still true then."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    notification_type = models.CharField(max_length=30)
    key = models.CharField(max_length=120, help_text="What it is about; the same is never told twice.")
    subject_id = models.UUIDField(help_text="The meeting, pair or person it is about.")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="From then on it would help nobody.")
    handed_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification_type", "key", "person"], name="a_notice_is_told_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(handed_out_at__isnull=True), name="notices_to_hand_out"),
            models.Index(fields=["expires_at"]),
        ]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def undelivered(self) -> Self:
        return self.filter(state__in=[Delivery.State.WAITING, Delivery.State.SENDING])


class Delivery(UUIDModel):
    """One notice on its way through one channel."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        DROPPED = "dropped"  # it was no longer true, or nobody was there to tell
        FAILED = "failed"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True, help_text="The kind of failure; never what was sent.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_delivery_per_channel")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "sending"]), name="deliveries_on_their_way"),
        ]


class NoticeSettings(models.Model):
    """When a person wants to be told. Without a row the defaults hold."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_settings")
    quiet_from = models.TimeField(_("quiet from"), default=datetime.time(20, 0))
    quiet_until = models.TimeField(_("quiet until"), default=datetime.time(8, 0))
    wants_digest = models.BooleanField(_("one mail in the morning"), default=False)
    digest_at = models.TimeField(_("at"), default=datetime.time(8, 30))


class NoticePreference(UUIDModel):
    """Where somebody chose otherwise than we would have."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_choices")
    notification_type = models.CharField(max_length=30)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "notification_type", "channel"], name="one_choice_per_channel")
        ]


class ChatAddress(UUIDModel):
    """The incoming webhook through which a chat reaches one person. Whoever knows it can write there: it is sealed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=5, choices=[(c.value, c.label) for c in (Channel.SLACK, Channel.TEAMS)])
    sealed_url = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="one_address_per_chat")]


class PushSubscription(UUIDModel):
    """A browser that shows notices even while no page is open."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="sha256 of the endpoint.")
    sealed = models.BinaryField(help_text="Endpoint and keys, as the browser gave them.")
    device = models.CharField(max_length=80)
    created_at = models.DateTimeField()
