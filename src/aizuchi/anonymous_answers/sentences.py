"""What a page says where the browser's half of answering reports a code (islands/sealed_answer: `Trouble`, `Code`)."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "unsupported": _(
        "This browser cannot seal an answer. Please use another one, over https and outside private windows."
    ),
    "offline": _(
        "There's no connection right now. Your answer is still here; please send it again once you're connected."
    ),
    "not_entitled": _("You are not among those who are asked here."),
    "closed": _("The time to answer is over. Nothing of what you wrote was taken."),
    "elsewhere": _(
        "Two of your browsers are ready to answer already, and there can be no third. Please answer in one of those."
    ),
    "answered": _("You answered in this browser already. Once is enough."),
    "keys_differ": _(
        "The key for your answer isn't the published one, so nothing was sent. Please tell an administrator."
    ),
    "too_long": _("That is too long to be sealed. Please shorten your texts a little; nothing was sent."),
    "used": _("An answer from this browser has arrived already, and it counts. This one was not taken."),
    "refused": _(
        "Your answer could not be taken, and nothing was counted. Please open the page anew and answer again."
    ),
    "taken": _("Your answer has arrived, without your name."),
}
