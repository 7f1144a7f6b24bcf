"""The starter set for organizations that were here before hints were."""

import json
from pathlib import Path

from django.db import migrations
from django.utils import timezone

from aizuchi.hints.wording import search_text_of

STARTER = Path(__file__).parent.parent / "content" / "starter.json"
PARTS, LANGUAGES = ("title", "body", "situation"), ("ja", "en")


def bring_starter_hints(apps, schema_editor):
    Organization = apps.get_model("people", "Organization")
    pack = json.loads(STARTER.read_text(encoding="utf-8"))
    for organization in Organization.objects.all():
        _bring(apps, organization, pack)


def _bring(apps, organization, pack):
    Topic, Response = apps.get_model("catalogue", "Topic"), apps.get_model("catalogue", "ExpectedResponse")
    Hint, Standing = apps.get_model("hints", "Hint"), apps.get_model("hints", "Standing")
    topics = dict(Topic.objects.filter(organization=organization).values_list("key", "pk"))
    responses = dict(Response.objects.filter(organization=organization).values_list("key", "pk"))
    now = timezone.now()
    hints = [
        _hint(Hint, organization, pack["pack"], row, topics[row["topic"]], responses[row["response"]], now)
        for row in pack["hints"]
        if row["topic"] in topics and row["response"] in responses
    ]
    Hint.objects.bulk_create(hints, batch_size=200)
    Standing.objects.bulk_create([Standing(hint=hint) for hint in hints], batch_size=500)


def _hint(model, organization, head, row, topic_id, response_id, now):
    words = {f"{part}_{language}": row[part][language] for part in PARTS for language in LANGUAGES}
    return model(
        organization=organization,
        topic_id=topic_id,
        response_id=response_id,
        pack=head["id"],
        pack_key=row["id"],
        licence=head["licence"],
        credit_ja=head["author"]["ja"],
        credit_en=head["author"]["en"],
        search_text=search_text_of(words.values()),
        created_at=now,
        **words,
    )


class Migration(migrations.Migration):
    dependencies = [("hints", "0001_initial")]

    operations = [migrations.RunPython(bring_starter_hints, migrations.RunPython.noop, elidable=True)]
