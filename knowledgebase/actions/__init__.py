from knowledgebase.actions.arranging import (
    add_category,
    add_section,
    change_article,
    name_in_language,
    rename_file,
    set_brands,
    verify,
)
from knowledgebase.actions.categories import (
    order_categories,
    order_sections,
    remove_category,
    remove_section,
    set_names,
)
from knowledgebase.actions.changes import EditedMeanwhile
from knowledgebase.actions.due import claim_due, titles_of
from knowledgebase.actions.from_tickets import make_article
from knowledgebase.actions.gaps import close_gap, open_gap
from knowledgebase.actions.pictures import add_picture, picture_for, picture_url, unshown_pictures
from knowledgebase.actions.publishing import (
    archive,
    change_slug,
    publish,
    publish_due,
    schedule,
    submit,
    unarchive,
    unschedule,
)
from knowledgebase.actions.reading import give_feedback, put_feedback_away, record_click, record_search
from knowledgebase.actions.sessions import ask_help, end_with_ticket, name_helped, read_in_session, solve_session
from knowledgebase.actions.suggestions import insert_suggestion, settle_suggestions, show_suggestions
from knowledgebase.actions.writing import add_article, add_translation, restore_revision, save_draft, translated_anew

__all__ = [
    "EditedMeanwhile",
    "add_article",
    "add_category",
    "add_picture",
    "add_section",
    "add_translation",
    "archive",
    "ask_help",
    "change_article",
    "change_slug",
    "claim_due",
    "close_gap",
    "end_with_ticket",
    "open_gap",
    "give_feedback",
    "insert_suggestion",
    "make_article",
    "name_helped",
    "name_in_language",
    "rename_file",
    "order_categories",
    "order_sections",
    "picture_for",
    "picture_url",
    "publish",
    "publish_due",
    "put_feedback_away",
    "read_in_session",
    "record_click",
    "record_search",
    "remove_category",
    "remove_section",
    "restore_revision",
    "save_draft",
    "schedule",
    "set_brands",
    "set_names",
    "settle_suggestions",
    "show_suggestions",
    "solve_session",
    "submit",
    "titles_of",
    "translated_anew",
    "unarchive",
    "unschedule",
    "unshown_pictures",
    "verify",
]
