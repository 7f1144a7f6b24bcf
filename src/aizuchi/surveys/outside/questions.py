"""The questions that a table answers, as questions of a survey: the same words have the same code every time."""

import hashlib
import re
from collections.abc import Collection, Mapping

from aizuchi.surveys.exchange.understood import is_japanese
from aizuchi.surveys.outside.cells import plain
from aizuchi.surveys.outside.mapping import Measure
from aizuchi.surveys.structure import Choice, Definition, Kind, Section, SurveyQuestion, Words
from aizuchi.surveys.structure.definition import CONDITION, LONGEST_NAME, MOST_CHOICES

MOST_THEMES = 12
FEWEST_SAME = 2
"""Words that nobody shares with anybody are somebody's own."""
NOT_FAVOURABLE, FAVOURABLE = "1", "2"
_LADDERS = (
    ("全くそう思わない", "そう思わない", "どちらとも言えない", "そう思う", "とてもそう思う"),
    ("全く当てはまらない", "あまり当てはまらない", "どちらとも言えない", "やや当てはまる", "とても当てはまる"),
    ("不満", "やや不満", "どちらとも言えない", "やや満足", "満足"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("never", "rarely", "sometimes", "often", "always"),
)
_SAME = {
    "まったく": "全く",
    "あてはま": "当てはま",
    "どちらともいえない": "どちらとも言えない",
    "どちらでもない": "どちらとも言えない",
    "非常に": "とても",
    "強くそう思う": "とてもそう思う",
    "あまりそう思わない": "そう思わない",
    "ややそう思う": "そう思う",
    "neither agree nor disagree": "neutral",
}
_SHARES = (Words(ja="好意的ではない回答", en="Other answers"), Words(ja="好意的な回答", en="Favourable answers"))
_POINTS = (Words(ja="満点までの残り", en="Points missed"), Words(ja="得られた点", en="Points reached"))
_MEASURED = {
    Measure.SHARE: Words(),
    Measure.OF_HUNDRED: Words(ja="（点数、100点満点）", en=" (points of 100)"),
    Measure.OF_FIVE: Words(ja="（平均、1〜5）", en=" (mean, 1 to 5)"),
    Measure.OF_TEN: Words(ja="（平均、0〜10）", en=" (mean, 0 to 10)"),
}
_SCORED = Words(ja="（点数を0〜10にしたもの）", en=" (scores, as 0 to 10)")
_LONGEST_WORDS = 400


def define_measured(title: str, questions: Mapping[str, str], measure: Measure) -> Definition:
    """Two steps each: a mean within bounds is never less sure than a share of the same size."""
    worst, best = _SHARES if measure == Measure.SHARE else _POINTS
    steps = (Choice(NOT_FAVOURABLE, worst), Choice(FAVOURABLE, best))
    told = _MEASURED[measure]
    asked = []
    for question, theme in questions.items():
        words = _tell(_words(question), told)
        asked.append(
            SurveyQuestion(
                code=code_of(question),
                kind=Kind.SCALE,
                words=words,
                choices=steps,
                theme=_theme(theme, question, questions),
            )
        )
    return _define(title, asked)


def define_answered(
    title: str,
    questions: Mapping[str, str],
    answers: Mapping[str, Collection[str]],
    scored: Collection[str] = frozenset(),
) -> Definition:
    """`answers`: of each question what was answered, as often as it was; of those in `scored` numbers from 0 to 10."""
    asked = []
    for question, theme in questions.items():
        name = _theme(theme, question, questions)
        if question in scored:
            words = _tell(_words(question), _SCORED)
            asked.append(SurveyQuestion(code=code_of(question), kind=Kind.ZERO_TO_TEN, words=words, theme=name))
        else:
            asked.append(_guess_question(question, name, answers.get(question, ())))
    return _define(title, asked)


def code_of(question: str) -> str:
    folded = re.sub(r"\s+", " ", plain(question).lower())
    return "q" + hashlib.sha256(folded.encode()).hexdigest()[:16]


def find_choice(question: SurveyQuestion, answer: str) -> str | list[str]:
    """As `structure.given.read_answers` takes it; the answer itself where it is no choice."""
    codes = {words: one.code for one in question.choices for words in (one.words.ja, one.words.en) if words}
    match question.kind:
        case Kind.MULTIPLE:
            return [codes[part] for part in _split(answer) if part in codes]
        case Kind.ZERO_TO_TEN:
            return plain(answer).removesuffix(".0")
        case Kind.SCALE | Kind.SINGLE:
            return codes.get(plain(answer).removesuffix(".0"), codes.get(_fold(answer), ""))
        case _:
            return answer


def _define(title: str, asked: list[SurveyQuestion]) -> Definition:
    return Definition(title=_words(title), sections=(Section(code="all", questions=tuple(asked)),))


def _guess_question(question: str, theme: str, answers: Collection[str]) -> SurveyQuestion:
    code, words = code_of(question), _words(question)
    given = [plain(answer).removesuffix(".0") for answer in answers]
    distinct = sorted(set(given))
    if distinct and all(re.fullmatch(r"\d{1,2}", one) and int(one) <= 10 for one in distinct):
        return _of_numbers(code, words, theme, [int(one) for one in distinct])
    if ladder := _find_ladder(distinct):
        steps = _choices([next((one for one in distinct if _fold(one) == step), step) for step in ladder])
        return SurveyQuestion(code=code, kind=Kind.SCALE, words=words, theme=theme, choices=steps)
    if (
        any(";" in one for one in distinct)
        and len(parts := sorted({part for one in given for part in _split(one)})) <= MOST_CHOICES
    ):
        return SurveyQuestion(code=code, kind=Kind.MULTIPLE, words=words, choices=_choices(parts))
    if (
        distinct
        and len(distinct) <= MOST_CHOICES
        and len(given) >= FEWEST_SAME * len(distinct)
        and max(map(len, distinct)) <= _LONGEST_WORDS
    ):
        return SurveyQuestion(code=code, kind=Kind.SINGLE, words=words, choices=_choices(distinct))
    return SurveyQuestion(code=code, kind=Kind.LONG_TEXT, words=words)


def _of_numbers(code: str, words: Words, theme: str, numbers: list[int]) -> SurveyQuestion:
    if min(numbers) == 0 or max(numbers) > 7:
        return SurveyQuestion(code=code, kind=Kind.ZERO_TO_TEN, words=words, theme=theme)
    steps = tuple(Choice(str(step), Words(ja=str(step), en=str(step))) for step in range(1, max(5, *numbers) + 1))
    return SurveyQuestion(code=code, kind=Kind.SCALE, words=words, theme=theme, choices=steps)


def _choices(parts: Collection[str]) -> tuple[Choice, ...]:
    return tuple(Choice(code_of(part), _words(part)) for part in parts)


def _find_ladder(distinct: Collection[str]) -> tuple[str, ...]:
    folded = {_fold(one) for one in distinct}
    return next((ladder for ladder in _LADDERS if folded and folded <= set(ladder)), ())


def _fold(answer: str) -> str:
    """One spelling of the usual words."""
    text = plain(answer).lower()
    for other, usual in _SAME.items():
        text = text.replace(other, usual)
    return text


def _split(answer: str) -> list[str]:
    return [part.strip() for part in plain(answer).split(";") if part.strip()]


def _words(text: str) -> Words:
    text = re.sub(r"\s+", " ", text)[:_LONGEST_WORDS]
    return Words(ja=text) if is_japanese(text) else Words(en=text)


def _tell(words: Words, told: Words) -> Words:
    return Words(ja=words.ja + told.ja if words.ja else "", en=words.en + told.en if words.en else "")


def _theme(theme: str, question: str, questions: Mapping[str, str]) -> str:
    """What stands above; of few questions each is one of its own, so that units can be compared by it."""
    chosen = theme or (question if len(questions) <= MOST_THEMES else "")
    chosen = chosen.upper() if chosen == CONDITION else chosen
    return chosen if len(chosen) <= LONGEST_NAME else chosen[: LONGEST_NAME - 1] + "…"
