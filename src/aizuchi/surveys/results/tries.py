"""What a unit could try, by the theme of what changed: small, and within its own reach. Ours, to begin a talk with."""

from aizuchi.surveys.structure import Words

ASK_FIRST = Words(ja="部署の話し合いで、まず聞く", en="Ask first, when the unit next meets")
GO_ON = Words(ja="続けていることを、言葉にしておく", en="Put into words what goes well, and go on with it")

_TRIES = {
    "workload": (
        Words(ja="割り込みの依頼を、一日のうち一時間に集める", en="Gather what interrupts into one hour of the day"),
        Words(ja="会議をひとつ、やめてみる", en="Try going without one of the meetings"),
    ),
    "condition": (
        Words(ja="休みの予定を、先に出し合う", en="Put down days off before anything else"),
        Words(ja="1on1のはじめに、いまの調子を聞く", en="Begin 1on1s with how people are"),
    ),
    "work": (
        Words(ja="仕事がだれの役に立ったかを、月に一度話す", en="Tell once a month whom the work helped"),
        Words(ja="進め方を決めるところを、本人に任せる", en="Let whoever does the work decide how"),
    ),
    "people": (
        Words(ja="困ったときに聞ける人を、二人ずつ決めておく", en="Name two people each whom one can ask"),
        Words(ja="1on1の相手を、部署の外にも広げる", en="Let people have 1on1s outside of the unit too"),
    ),
    "grow": (
        Words(ja="1on1で、これからのことを話す回を決める", en="Keep one of the 1on1s for what comes next"),
        Words(ja="学んだことを、15分で分け合う", en="Share what somebody learned, in 15 minutes"),
    ),
    "company": (
        Words(ja="決まったことは、理由も一緒に伝える", en="Tell decisions together with their reasons"),
        Words(ja="答えられる人を呼んで、聞く場をつくる", en="Invite somebody who can answer, and ask"),
    ),
    "value": (
        Words(ja="1on1の日程を、先に三か月ぶん決める", en="Set dates of 1on1s for three months ahead"),
        Words(ja="話したいことを、前の日までに書いておく", en="Write down what to talk about the day before"),
    ),
    "safety": (
        Words(ja="うまくいかなかったことを、まず上の人から話す", en="Let those who lead tell first what did not work"),
        Words(ja="話をさえぎらずに聞く回を、一度つくる", en="Hold one talk in which nobody is interrupted"),
    ),
}
_TRIES["growth"] = _TRIES["grow"]


def suggest_tries(theme: str, *, is_better: bool) -> list[Words]:
    return [GO_ON, ASK_FIRST] if is_better else [*_TRIES.get(theme, ()), ASK_FIRST]
