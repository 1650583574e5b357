"""Where Lotus Notes' heads of earlier mails begin: a name and a date above To, cc and Subject, or the same drawn as a table."""

import re

from mail.parsing.marks import MAX_WINDOW, bare_start
from mail.parsing.quote_words import FROM_LABELS, LABEL, LABELS_IN_A_LINE, NOTES_DATE

NOTES_LABELS = ({"to", "subject"}, {"an", "thema"}, {"pour", "objet"}, {"para", "asunto"}, {"per", "oggetto"})
NOTES_LABEL = re.compile(
    r"^\s{0,20}(to|an|pour|para|per|subject|thema|objet|asunto|oggetto)\s{0,3}(?::|$)", re.IGNORECASE
)
NOTES_IN_A_LINE = re.compile(r"^\s+To:\s.*\scc:\s.*Subject:")
NOTES_TABLE = re.compile(r"^\s{0,2}\|-{5,}\+-{5,}>?\|?\s*$")  # the same drawn as a table
# Indented as a whole: whose it was and when on the left, and on the right To, cc and Subject, each at the end of its line
# above what it names (release 7 and 8) or before it (release 5).
# Of fixed widths, because a line may be of nothing but blanks.
_DRAWN_TO, _DRAWN_SUBJECT = r"(?:To|An|Pour|Para|Per|Aan)", r"(?:Subject|Thema|Objet|Asunto|Oggetto|Onderwerp)"
DRAWN_TO_BESIDE, DRAWN_TO_BELOW = re.compile(rf" {{4}}{_DRAWN_TO}:(?:\s|$)"), re.compile(rf" {{12}}{_DRAWN_TO}$")
DRAWN_SUBJECT_BESIDE, DRAWN_SUBJECT_BELOW = (
    re.compile(rf" {{4}}{_DRAWN_SUBJECT}:"),
    re.compile(rf" {{12}}{_DRAWN_SUBJECT}$"),
)
DRAWN_INDENT = " " * 8
MOST_NOTES_LINES = 40  # many recipients


def starts_notes_block(lines: list[str], index: int) -> bool:
    """To, cc and Subject below a name and a date, as Lotus Notes writes them; in newer ones each label has its own line."""
    match = NOTES_LABEL.match(lines[index])
    if match is None or _first_line(lines, index) == index:
        return False
    if NOTES_IN_A_LINE.match(lines[index][:2000]):
        return True
    word = match[1].lower()
    if lines[index].strip().lower() == word:
        found = {line.strip().lower() for line in lines[index : index + 14]}
    else:
        found = set(labels_from(lines, index, most=MOST_NOTES_LINES))
    return any(word in labels and labels <= found for labels in NOTES_LABELS)


def starts_drawn_head(lines: list[str], index: int) -> bool:
    """Whether the head of an earlier mail, drawn in columns, begins with this line."""
    if not lines[index].startswith(DRAWN_INDENT):
        return False
    for number, line in enumerate(lines[index : index + 9], start=index):
        line = line[:MAX_WINDOW].rstrip()  # noqa: PLW2901 - as it is drawn
        if not line and number > index + 1:
            return False
        is_beside = bool(DRAWN_TO_BESIDE.search(line))
        if is_beside or DRAWN_TO_BELOW.search(line):
            subject = DRAWN_SUBJECT_BESIDE if is_beside else DRAWN_SUBJECT_BELOW
            is_dated = any(NOTES_DATE.search(near[:MAX_WINDOW]) for near in lines[index : number + 14])
            return is_dated and any(
                subject.search(below[:MAX_WINDOW].rstrip()) for below in lines[number + 1 : number + 12]
            )
    return False


def _first_line(lines: list[str], index: int) -> int:
    """The first line of the name and the date above the labels; the index itself where there is no date."""
    start = index
    for above in range(index - 1, max(-1, index - 9), -1):
        if NOTES_DATE.search(lines[above][:MAX_WINDOW]):
            start = above
            break
    if start < index:
        for above in range(start - 1, max(-1, start - 4), -1):
            if not lines[above].strip() or len(lines[above]) > 80:
                break
            start = above
    return start


def block_start(lines: list[str], index: int) -> int:
    if starts_notes_block(lines, index):
        return _first_line(lines, index)
    if lines[index][:1].isspace() and NOTES_DATE.search(lines[index][:MAX_WINDOW]):
        # Lotus Notes' letterhead: the company above, indented as the sender is.
        while index and (not lines[index - 1].strip() or lines[index - 1].startswith("\t")):
            index -= 1
    return index


def labels_from(lines: list[str], index: int, *, most: int = 7) -> list[str]:
    """The labels that lines begin with, and what flowed into such a line: "From: Bob Lee Sent: Monday, 2 November"."""
    found: list[str] = []
    for line in lines[index : index + most]:
        if match := LABEL.match(bare := bare_start(line)):
            found.append(match["label"].lower())
            if found[0] in FROM_LABELS:
                found += [label.strip(" :：*").lower() for label in LABELS_IN_A_LINE.findall(bare)]
    return found
