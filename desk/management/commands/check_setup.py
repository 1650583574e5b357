"""`manage.py check_setup FILE.yml`: whether test mails become what they are expected to. Nothing is sent and nothing is kept."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk.proving.reading import LONGEST, WrongFile, read
from desk.proving.trying import Proof, prove

EX_DIFFERS = 1
EX_USAGE = 2


class Command(BaseCommand):
    help = (
        "Take a file of test mails in as if they came now, compare what became of them with what is expected, and undo it. "
        "Exit code 0: all as expected, 1: something differs, 2: the file cannot be read. docs/check_setup.md has an example."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one object on stdout, for other programs")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            proofs = prove(read(_text_of(file)))
        except WrongFile as wrong:
            raise CommandError(f"{file}: {wrong}", returncode=EX_USAGE) from None
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(proofs), ensure_ascii=False, indent=2))
        else:
            self._tell(proofs, with_rules=options["verbosity"] > 1)
        if not all(proof.holds for proof in proofs):
            sys.exit(EX_DIFFERS)

    def _tell(self, proofs: list[Proof], *, with_rules: bool) -> None:
        for proof in proofs:
            self.stdout.write(f"{'ok     ' if proof.holds else 'differs'}  {proof.name}")
            for one in proof.differences:
                hint = f" ({one.hint})" if one.hint else ""
                self.stdout.write(f"           {one.field}: expected {one.expected}{hint}, got {one.got}")
            if proof.nobody and (with_rules or any(one.field == "assignee" for one in proof.differences)):
                self.stdout.write(f"           nobody has it: {proof.nobody}")
            if with_rules or not proof.holds:
                for ruling in proof.rules:
                    said = "acted" if ruling.acted else f"did not act, because of: {ruling.because}"
                    self.stdout.write(f"           rule “{ruling.rule}” {said}")
        wrong = sum(not proof.holds for proof in proofs)
        mails = "1 mail" if len(proofs) == 1 else f"{len(proofs)} mails"
        self.stdout.write(f"{mails}, {wrong} of them not as expected." if wrong else f"{mails}, all ok.")


def _as_data(proofs: list[Proof]) -> dict[str, Any]:
    return {
        "ok": all(proof.holds for proof in proofs),
        "mails": [{"ok": proof.holds, **asdict(proof)} for proof in proofs],
    }


def _text_of(file: Path) -> str:
    """Raises WrongFile."""
    try:
        if file.stat().st_size > LONGEST:
            raise WrongFile("it is larger than 5 MB.")
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile(f"it cannot be read: {getattr(error, 'strerror', None) or 'no text'}.") from None
