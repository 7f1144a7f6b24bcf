"""A reply to what somebody wrote without a name: from the anonymous answer to the author's own, in real browsers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]
STEPS, LONGEST_WAIT_MS = 10, 610_000
WORDS, REPLY, ANSWER = (
    "静かに考える場所がほしいです。",
    "どんな場所なら使いやすいですか。",
    "窓ぎわの小さな机で十分です。",
)

ASK = """
import datetime
from django.utils import timezone
from aizuchi.anonymous_answers.operations.keys import ensure_keys_of_open_windows
from aizuchi.people.models import Person
from aizuchi.surveys.operations import create_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey
now = timezone.now()
hr = Person.objects.get(email="{hr}")
made = create_survey(actor=hr, kind="free", definition=survey(question("word", Kind.LONG_TEXT)), now=now)
times = dict(opens_at=now, closes_at=now + datetime.timedelta(days=7))
terms = SurveyTerms(**times, is_anonymous=True, smallest_group=5)
settle_survey(actor=hr, survey_id=made.pk, terms=terms, now=now)
open_survey(survey_id=made.pk, now=now)
ensure_keys_of_open_windows(now=now)
print(made.pk)
"""
CLOSE = """
import datetime, json, secrets
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.models import AnswerWindow, WindowKey
from aizuchi.anonymous_answers.operations import release_closed
from aizuchi.anonymous_answers.sealed_answers import GroupPlace, Said, hash_token, seal_group_answer
window = AnswerWindow.objects.get(subject_key="{survey}")
key = WindowKey.objects.filter(window=window).first()
public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.sealing_public))
place = GroupPlace("surveys", window.pk, key.about_id)
for number in range(5):
    said, token = Said(json.dumps({{"word": f"{{number}}"}}).encode(), False), secrets.token_bytes(32)
    sealed = seal_group_answer(
        said, key=public, place=place, token_hash=hash_token(token), plain_bytes=window.plain_bytes
    )
    mailbox.put(mailbox.SealedAnswer(hash_token(token), key.about_id, window.pk, sealed))
for days in (9, 10):
    release_closed(now=timezone.now() + datetime.timedelta(days=days))
"""
CROSS = """
from django.utils import timezone
from aizuchi.anonymous_answers.operations import exchange_replies
from aizuchi.anonymous_answers.operations.keys import ensure_keys_of_open_windows
exchange_replies(now=timezone.now())
ensure_keys_of_open_windows(now=timezone.now())
"""
END_ROUND = """
import datetime
from django.utils import timezone
from aizuchi.anonymous_answers.operations import release_closed
for days in (16, 17):
    release_closed(now=timezone.now() + datetime.timedelta(days=days))
"""


def let_time_pass(page: Page) -> None:
    for _ in range(STEPS):  # as if awake all the while: after a sleep another moment is drawn
        page.clock.fast_forward(LONGEST_WAIT_MS // STEPS)


def list_asked(page: Page) -> list[str]:
    """What a visit to home asks of the addresses of answers."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.method} {one.url}") if "/surveys/answers/" in one.url else None)
    with page.expect_response(lambda answer: "/sign/" in answer.url):
        page.goto("/")
        expect(page.locator("h1")).to_be_visible()
        page.clock.fast_forward(2_000)
    page.wait_for_load_state("networkidle")
    return sorted(asked)


def test_only_the_author_reads_a_reply_and_answers_it(sign_in: SignIn, check_access: CheckAccess, site: Site) -> None:
    survey = site.run_python(ASK.format(hr=site.people["hr"]["email"])).strip()
    author = sign_in("member", viewport=PHONE, forgives="htmx:error: timeout")  # the clock jumps while pages ask
    author.clock.install()
    author.goto(f"/surveys/{survey}/")
    expect(author.get_by_text("書いたことへの返信")).to_be_visible()
    author.get_by_role("button", name="はじめる").click()
    author.locator("textarea[name=word]").fill(WORDS)
    author.locator("[data-go-on]").click()
    author.get_by_role("button", name="匿名で送る").click()
    expect(author.get_by_role("heading", name="ありがとうございます。答えに封をしました。")).to_be_visible()
    let_time_pass(author)
    expect(author.get_by_role("heading", name="答えは、お名前を付けずに届きます")).to_be_visible()
    site.run_python(CLOSE.format(survey=survey))

    hr = sign_in("hr")
    hr.goto(f"/surveys/{survey}/results/words/word/")
    hr.get_by_role("listitem").filter(has_text=WORDS).get_by_role("link", name="返信する").click()
    check_access(hr)
    hr.get_by_label("返信").fill(REPLY)
    hr.get_by_role("button", name="返信する").click()
    expect(hr.get_by_text("週に一度の受け渡し").first).to_be_visible()
    site.run_python(CROSS)

    other = sign_in("peer", viewport=PHONE, forgives="htmx:error: timeout")
    other.clock.install()
    assert list_asked(other) == list_asked(author)
    expect(other.get_by_role("heading", name="書いた声に、返信がありました")).to_be_hidden()
    expect(author.get_by_text(REPLY)).to_be_visible()
    check_access(author)
    assert author.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    author.get_by_label("お返事").fill(ANSWER)
    author.get_by_role("button", name="匿名で送る").click()
    expect(author.get_by_text("このブラウザで待っています")).to_be_visible()
    let_time_pass(author)
    expect(author.get_by_text("お返事が届きました。")).to_be_visible()
    hr.reload()
    expect(hr.get_by_text(ANSWER)).to_be_hidden()
    site.run_python(END_ROUND)

    hr.reload()
    expect(hr.get_by_text(ANSWER)).to_be_visible()
    assert '"/surveys/answers/"' not in site.installation.log.read_text()
