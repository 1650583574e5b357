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
    visibilities_of,
)
from knowledgebase.models.index import KnownWord, Passage, Posting
from knowledgebase.models.reading import Feedback, SearchSession
from knowledgebase.models.session import HelpArticle, HelpOutcome, HelpPlace, HelpSession

__all__ = [
    "Article",
    "ArticleChange",
    "ArticleStatus",
    "Category",
    "Feedback",
    "HelpArticle",
    "HelpOutcome",
    "HelpPlace",
    "HelpSession",
    "KnownWord",
    "OldSlug",
    "Passage",
    "Posting",
    "Revision",
    "SearchSession",
    "Section",
    "Translation",
    "Visibility",
    "visibilities_of",
]
