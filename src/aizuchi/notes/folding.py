"""One spelling for all ways to write the same: width, case, and katakana or hiragana."""

import unicodedata

_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it came from."""
    folded: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _clings(text[end]):
            continue
        piece = fold(text[start:end])
        folded.append(piece)
        places += [start] * len(piece)
        start = end
    return "".join(folded), places


def _clings(character: str) -> bool:
    """Marks join the character before them: half-width が is two characters that fold into one."""
    return unicodedata.combining(character) > 0 or character in "ﾞﾟ"
