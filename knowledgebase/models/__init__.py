from knowledgebase.models.article import (
    Article,
    ArticleChange,
    ArticleStatus,
    Category,
    OldSlug,
    Revision,
    Section,
    Translation,
    Visibility,
    brand_for,
    of_brand,
    visibilities_of,
)
from knowledgebase.models.gap import GapClosed, GapTaken
from knowledgebase.models.index import KnownWord, Passage, Posting
from knowledgebase.models.language_model import AnswerDraft, HelpAnswer, LanguageModel
from knowledgebase.models.links import ArticleLink
from knowledgebase.models.picture import Picture
from knowledgebase.models.reading import Feedback, SearchSession
from knowledgebase.models.session import HelpArticle, HelpOutcome, HelpPlace, HelpSession
from knowledgebase.models.suggestion import Suggestion

__all__ = [
    "AnswerDraft",
    "Article",
    "ArticleChange",
    "ArticleLink",
    "ArticleStatus",
    "Category",
    "Feedback",
    "GapClosed",
    "GapTaken",
    "HelpAnswer",
    "HelpArticle",
    "HelpOutcome",
    "HelpPlace",
    "HelpSession",
    "KnownWord",
    "LanguageModel",
    "OldSlug",
    "Passage",
    "Picture",
    "Posting",
    "Revision",
    "SearchSession",
    "Section",
    "Suggestion",
    "Translation",
    "Visibility",
    "brand_for",
    "of_brand",
    "visibilities_of",
]
