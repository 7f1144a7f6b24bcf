from django.db import models


class Box(models.Model):
    """One sealed answer. No person, no meeting, no time, no sequence. The table is made by hand: see mailbox.py."""

    token_hash = models.BinaryField(primary_key=True, max_length=32, help_text="sha256 of the token.")
    mentor_id = models.UUIDField()
    window_id = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        managed = False
        db_table = "voice_box"
