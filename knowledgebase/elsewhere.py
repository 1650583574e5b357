"""What a question finds among articles that exist in the site's own language alone, for readers of another one."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from knowledgebase.models import Translation
from knowledgebase.searching import SURE, Answers, Hit, hits_of, ranked_for
from search.sentences import speaks

MOST_ELSEWHERE = 3
_LOOKED_AT = 8
# Of a question in another language the models grasp names, loanwords and little more. What shares a word with it and says
# something so near for the model of sentences was right in the demo's articles; nonsense came to 0.2.
_SAYS_ALIKE = 0.28


def only_elsewhere(person: User | AnonymousUser, question: str, *, language: str, found: Answers) -> Answers:
    """At most three articles in the site's language, which this person cannot read in `language`; none where `found` are in it
    already. In one statement for the ranking and three for texts, none for readers of the site's own language.
    """
    site = settings.LANGUAGE_CODE
    if site in (language, found.language):
        return Answers(site)
    ranked = ranked_for(person, question, language=site)
    if ranked.language != site:
        return Answers(site)
    likely = [hit for hit in hits_of(ranked, _LOOKED_AT) if _may_answer(hit, ranked.confidence)]
    articles = [hit.translation.article_id for hit in likely]
    own = Translation.objects.readable_by(person).filter(language=language, article__in=articles)
    translated = set(own.values_list("article", flat=True)) if articles else set()
    hits = [hit for hit in likely if hit.translation.article_id not in translated][:MOST_ELSEWHERE]
    return Answers(site, hits, ranked.confidence)


def _may_answer(hit: Hit, confidence: float) -> bool:
    if hit.words_rank is None:
        return False
    if speaks(settings.LANGUAGE_CODE):  # it may not be installed
        return hit.sentence_score >= _SAYS_ALIKE
    return confidence >= SURE and hit.words_rank <= MOST_ELSEWHERE
