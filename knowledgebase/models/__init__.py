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
from knowledgebase.models.links import ArticleLink
from knowledgebase.models.picture import Picture
from knowledgebase.models.reading import Feedback, SearchSession
from knowledgebase.models.session import HelpArticle, HelpOutcome, HelpPlace, HelpSession

__all__ = [
    "Article",
    "ArticleChange",
    "ArticleLink",
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
    "Picture",
    "Posting",
    "Revision",
    "SearchSession",
    "Section",
    "Translation",
    "Visibility",
    "visibilities_of",
]
