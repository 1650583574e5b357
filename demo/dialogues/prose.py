"""From written dialogue to the words of a message: wrapped prose unwrapped, greeting and signature added, HTML made."""

import re
from collections.abc import Mapping
from functools import cache
from random import Random

from markdown_it import MarkdownIt

from demo.dialogues.model import Tone

_ITEM = re.compile(r"(?:-|\d+\.) ")
_MARKDOWN = MarkdownIt("zero").enable(["list", "emphasis"])

GREETINGS: dict[str, dict[Tone, tuple[str, ...]]] = {
    "en": {
        Tone.BRIEF: ("", "", "Hi,"),
        Tone.FRIENDLY: ("Hello,", "Hi there,", "Dear Taskmoor team,", "Good morning,"),
        Tone.UPSET: ("Hello,", "Dear Sir or Madam,", "To whom it may concern,"),
    },
    "de": {
        Tone.BRIEF: ("",),
        Tone.FRIENDLY: ("Hallo,", "Guten Tag,", "Liebes Taskmoor-Team,"),
        Tone.UPSET: ("Sehr geehrte Damen und Herren,", "Guten Tag,"),
    },
}
CLOSINGS: dict[str, dict[Tone, tuple[str, ...]]] = {
    "en": {
        Tone.BRIEF: ("{name}", "Thanks, {first}"),
        Tone.FRIENDLY: ("Many thanks and best wishes,\n{name}", "Thank you!\n{first}", "Kind regards,\n{name}"),
        Tone.UPSET: ("{name}", "Yours faithfully,\n{name}", "Regards,\n{name}"),
    },
    "de": {
        Tone.BRIEF: ("{name}", "Danke, {first}"),
        Tone.FRIENDLY: ("Vielen Dank und viele Grüße\n{name}", "Herzliche Grüße\n{name}"),
        Tone.UPSET: ("Mit freundlichen Grüßen\n{name}", "{name}"),
    },
}
THANKS = {
    "en": (
        "Thanks, that worked!", "Perfect, thank you so much.", "Great, thanks for the quick help.", "Thank you!",
        "Works now. Thanks a lot!", "Excellent, many thanks.", "Thanks, problem solved.",
    ),
    "de": (
        "Vielen Dank, es klappt!", "Super, danke für die schnelle Hilfe.", "Danke, das hat geholfen.",
        "Perfekt, herzlichen Dank!", "Danke schön, alles läuft wieder.",
    ),
}  # fmt: skip
REOPENINGS = {
    "en": (
        "I have to come back to this: it worked at first, but today it is the same as before.",
        "Sorry, I was too quick. It happens again for one of my colleagues.",
        "It is back. Could you please look once more?",
        "Unfortunately that only helped for a day.",
    ),
    "de": (
        "Leider muss ich mich noch einmal melden: Seit heute ist es wieder wie vorher.",
        "Ich war zu schnell, bei einer Kollegin tritt es immer noch auf.",
        "Es ist wieder da. Könnten Sie noch einmal nachsehen?",
    ),
}  # fmt: skip
SECOND_LOOKS = {
    "en": (
        """I am sorry that you had to write again. I looked at it once more with your account: the change had been
        made, but an older setting of your workspace took precedence over it. I have put that right, and I checked
        it with a second user. It should stay fixed now; if not, just answer here, and it comes straight to me.""",
        """Thank you for coming back. The first cause was solved, this is a second one with the same face: a
        browser that was still open keeps the former settings. Please reload with Ctrl+Shift+R, for each colleague
        once. I have watched the log, and there were no further errors after you did so.""",
    ),
    "de": (
        """entschuldigen Sie, dass Sie noch einmal schreiben mussten. Ich habe es mit Ihrem Konto erneut geprüft:
        Die Änderung war gespeichert, eine ältere Einstellung des Arbeitsbereichs hatte aber Vorrang. Das ist
        berichtigt und mit einer zweiten Person geprüft. Falls es doch wiederkommt, antworten Sie einfach hier,
        dann landet es direkt bei mir.""",
    ),
}
NUDGES = {
    "en": ("Any news on this?", "Could you give me a short update, please?", "I am still waiting, anything new?"),
    "de": ("Gibt es schon etwas Neues?", "Könnten Sie mir bitte einen kurzen Zwischenstand geben?"),
}


@cache
def unwrap(text: str) -> str:
    """Paragraphs on one line each, list items on lines of their own."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in map(str.strip, block.splitlines()):
            if not lines or _ITEM.match(line):
                lines.append(line)
            else:
                lines[-1] = f"{lines[-1]} {line}"
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """The unwrapped text with its slots filled. Raises KeyError for a slot that nobody knows."""
    return unwrap(text).format_map(slots)


def opening_text(random: Random, words: str, *, tone: Tone, language: str, name: str) -> str:
    """The first message: greeting, words, closing."""
    greeting = random.choice(GREETINGS[language][tone])
    closing = random.choice(CLOSINGS[language][tone]).format(name=name, first=name.split()[0])
    return "\n\n".join(part for part in (greeting, words, closing) if part)


def reply_text(words: str, *, language: str, customer: str, agent: str) -> str:
    """An agent's answer: greeting with the customer's name, words, the agent's name."""
    if language == "de":
        return f"Guten Tag {customer},\n\n{words}\n\nFreundliche Grüße\n\n{agent}, Taskmoor"
    return f"Hello {customer.split()[0]},\n\n{words}\n\nBest regards,\n\n{agent}, Taskmoor"


def html_of_prose(text: str) -> str:
    """Paragraphs, lists and *emphasis* as the editor would make them."""
    return str(_MARKDOWN.render(text))
