"""Beside each question that readers asked in vain, the article that comes nearest: whether to write one or to improve it."""

from collections.abc import Sequence

from accounts.models import User
from knowledgebase.gaps import Gap
from knowledgebase.models import Translation
from knowledgebase.searching import ranked_for

# Surer than to show it: whoever writes looks at it instead of writing another one.
_ABOUT_IT = 0.75


def name_nearest(gaps: Sequence[Gap], person: User) -> None:
    """What a search for it finds first today, of all that our own people may read, and whether it probably answers."""
    first: dict[int, Gap] = {}
    keys: dict[int, int] = {}
    for place, gap in enumerate(gaps):
        ranked = ranked_for(person, gap.query, language=gap.language)
        fused = ranked.fused() if ranked.language == gap.language else []
        if fused:
            first[place], keys[place] = gap, fused[0][0]
            gap.is_answered = ranked.confidence >= _ABOUT_IT
    texts = Translation.objects.select_related("article", "published").defer("html", "body", "published__body")
    found = texts.in_bulk(set(keys.values()))
    for place, gap in first.items():
        gap.nearest = found.get(keys[place])
