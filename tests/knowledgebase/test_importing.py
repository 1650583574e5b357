from pathlib import PurePosixPath

import pytest
from django.core.management import CommandError, call_command

from accounts.actions.brands import add_brand
from knowledgebase.actions import picture_url, save_draft
from knowledgebase.front_matter import read_file
from knowledgebase.importing import export_folder, import_folder
from knowledgebase.models import Article, Category, Picture, Revision, Translation

PAY = "---\ntitle: How to pay\ncategory: Billing\nlanguage: en\ntags: [money]\n---\n\nBy card.\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
ZAHLEN = "---\ntitle: Wie Sie zahlen\ncategory: Abrechnung\nlanguage: de\n---\n\nMit Karte.\n"


@pytest.fixture
def folder(tmp_path, db):
    (tmp_path / "billing").mkdir()
    (tmp_path / "billing" / "pay.md").write_text(PAY)
    (tmp_path / "billing" / "pay.de.md").write_text(ZAHLEN)
    return tmp_path


def test_a_folder_becomes_articles_with_their_translations(folder):
    assert import_folder(folder).added == 2
    article = Article.objects.get()
    assert (article.key, article.tags, article.source_language) == ("billing/pay", ["money"], "en")
    assert Category.objects.get().names == {"en": "Billing", "de": "Abrechnung"}
    assert set(Translation.objects.readable_by(_nobody()).values_list("language", flat=True)) == {"en", "de"}


def test_a_second_import_doubles_nothing(folder):
    import_folder(folder)
    second = import_folder(folder)
    assert (second.added, second.updated, second.unchanged) == (0, 0, 2)
    assert (Article.objects.count(), Revision.objects.count()) == (1, 2)


def test_files_with_another_name_are_the_same_article(folder):
    import_folder(folder)
    for language in ("", ".de"):
        (folder / "billing" / f"pay{language}.md").rename(folder / f"payment{language}.md")

    again = import_folder(folder)

    assert (again.added, again.unchanged) == (0, 2)
    assert again.notes == ["payment.md: it was called billing/pay before and stays the same article"]
    assert Article.objects.get().key == "payment"


def test_another_article_of_the_same_title_is_another_article(folder):
    import_folder(folder)
    (folder / "billing" / "pay.md").write_text(PAY.replace("By card.", "Of another product."))
    (folder / "billing" / "pay.md").rename(folder / "other.md")
    assert import_folder(folder).added == 1
    assert Article.objects.count() == 2


def test_an_address_that_another_article_has_is_said_to_be_taken(folder):
    (folder / "again.md").write_text(PAY.replace("By card.", "Of another product."))
    told = "its address ends in how-to-pay-2, as how-to-pay is one of 'How to pay'; name another slug in the file if you wish"
    assert import_folder(folder).notes == [f"billing/pay.md: {told}"]
    assert import_folder(folder).notes == []
    (folder / "again.md").write_text(PAY.replace("title:", "slug: how-to-pay-2\ntitle:").replace("By", "Or by"))
    assert "as how-to-pay-2 is one of 'How to pay'" in import_folder(folder).notes[0]


def test_what_nobody_will_read_is_said(tmp_path, db, client):
    (tmp_path / "blank.md").write_text("---\ntitle: Nothing yet\n---\n")
    (tmp_path / "pay.md").write_text(PAY)
    (tmp_path / "pay.fr.md").write_text("---\ntitle: Payer\nlanguage: fr\n---\n\nPar carte.\n")
    assert import_folder(tmp_path).notes == [
        "blank.md: it has no text, so it stays a draft",
        "pay.fr.md: no reader sees it, as the help centre has no 'fr'; its languages are en, de",
    ]
    assert "/help/fr/" not in client.get("/help/en/articles/how-to-pay/").content.decode()
    assert client.get("/help/de/articles/payer/").status_code == 404


def test_a_changed_file_updates_its_article(folder):
    import_folder(folder)
    (folder / "billing" / "pay.md").write_text(PAY.replace("By card.", "By bank."))
    assert import_folder(folder).updated == 1
    assert Translation.objects.get(language="en").published.body == "By bank.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No front matter", "bad.md: it does not begin with front matter"),
        ("---\ntitle: x\n", "bad.md: its front matter does not end"),
        ("---\ncategory: x\n---\n", "bad.md: title is missing"),
        ("---\ntitle: a: b\n---\n", "bad.md: its front matter is no YAML in line 2"),
        ("---\ntitle: x\ncategory: y\nvisibility: secret\n---\n", "bad.md: visibility is 'secret'"),
    ],
)
def test_a_bad_file_is_named_and_holds_up_no_other(folder, text, said):
    (folder / "bad.md").write_text(text)
    result = import_folder(folder)
    assert result.added == 2
    assert result.problems[0].startswith(said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("heading.md", "---\ncategory: Billing\n---\n# How to pay\n\nBy card.\n"),
        ("both.md", "---\ntitle: How to pay\ncategory: Billing\n---\n\n# How to pay\n\nBy card.\n"),
        ("capitals.md", "---\nTitle: How to pay\nCategory: Billing\nLanguage: English\n---\nBy card.\n"),
        ("ENDING.MD", "---\ntitle: How to pay\ncategory: Billing\nlanguage: en_GB\n---\nBy card.\n"),
        ("windows.markdown", "\ufeff---\r\ntitle: How to pay\r\ncategory: Billing\r\n---\r\nBy card.\r\n"),
    ],
)
def test_what_other_tools_write_is_the_same_article(tmp_path, db, name, text):
    (tmp_path / name).write_text(text, newline="")
    assert import_folder(tmp_path).problems == []
    published = Translation.objects.get().published
    assert (published.title, published.body) == ("How to pay", "By card.\n")
    assert import_folder(tmp_path).unchanged == 1


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: No", "No"),
        ("title: 1.10", "1.10"),
        ("title: How\ndate: 2024-13-45", "How"),
        ('title: "H\\0ow"\ntags: ["\\ud800"]', "How"),
    ],
)
def test_front_matter_is_taken_as_it_is_typed(tmp_path, db, line, title):
    (tmp_path / "how.md").write_text(f"---\n{line}\n---\n\nSo.\n")
    assert import_folder(tmp_path).problems == []
    assert Translation.objects.get().title == title


def test_a_file_that_no_reader_of_yaml_can_read_holds_up_no_other(folder):
    (folder / "deep.md").write_text(f"---\nx: {'[' * 3000}\n---\n")
    (folder / "odd.md").write_text('---\ntitle: !!int ""\n---\n')
    result = import_folder(folder)
    assert (result.added, len(result.problems)) == (2, 2)


def test_without_a_category_the_folder_is_one(tmp_path, db):
    (tmp_path / "gift-cards").mkdir()
    (tmp_path / "gift-cards" / "a.md").write_text("---\ntitle: Use one\n---\nText.")
    assert import_folder(tmp_path).added == 1
    assert Category.objects.get().names == {"en": "Gift cards"}


def test_a_picture_that_lies_beside_the_file_is_said_to_be_missing(tmp_path, db):
    (tmp_path / "a.md").write_text(f"{PAY}\n![Form](img/form.png) ![Ours](/img/y.png)")
    assert import_folder(tmp_path).notes == [
        f"a.md: the picture {name} is not shown; put it into the article in the editor"
        for name in ("img/form.png", "/img/y.png")
    ]


def test_a_picture_that_lies_beside_the_file_is_taken_in_once(folder):
    (folder / "img").mkdir()
    (folder / "img" / "the form.png").write_bytes(PNG)
    (folder / "billing" / "pay.md").write_text(f"{PAY}\n![Form](../img/the%20form.png)\n")
    assert import_folder(folder).notes == []
    again = import_folder(folder)
    assert (again.updated, again.unchanged) == (0, 2)
    assert f"![Form]({picture_url(Picture.objects.get())})" in Translation.objects.get(language="en").published.body


def test_another_picture_under_the_same_name_takes_its_place(folder):
    (folder / "a.png").write_bytes(PNG)
    (folder / "pay.md").write_text(f"{PAY}\n![Form](a.png)\n")
    import_folder(folder)
    (folder / "a.png").write_bytes(PNG + b"new")
    assert import_folder(folder).updated == 1
    newest = Picture.objects.latest("pk")
    assert picture_url(newest) in Article.objects.get(key="pay").translations.get().published.body


def test_a_file_with_a_picture_stays_the_same_article_under_another_name(folder):
    (folder / "a.png").write_bytes(PNG)
    (folder / "pay.md").write_text(f"{PAY}\n![Form](a.png)\n")
    import_folder(folder)
    (folder / "pay.md").rename(folder / "paying.md")
    assert import_folder(folder).added == 0
    assert set(Article.objects.values_list("key", flat=True)) == {"paying", "billing/pay"}


def test_pictures_are_exported_with_their_article_and_known_again(folder, tmp_path_factory):
    (folder / "billing" / "a (1).png").write_bytes(PNG)
    (folder / "billing" / "pay.md").write_text(f"{PAY}\n![Form](a%20%281%29.png)\n")
    import_folder(folder)
    out = tmp_path_factory.mktemp("out")
    export_folder(out)
    (picture,) = out.rglob("*.png")
    assert picture.read_bytes() == PNG and "(../pictures/" in (out / "billing" / "pay.md").read_text()
    again = import_folder(out)
    assert (again.unchanged, again.notes, Picture.objects.count()) == (2, [], 1)


@pytest.mark.parametrize("address", ["../outside.png", "/etc/hostname", "a.md", "none.png"])
def test_what_is_no_picture_of_the_folder_is_not_taken_in(tmp_path, db, address):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    (inside / "a.md").write_text(f"{PAY}\n![Form]({address})")
    import_folder(inside)
    assert not Picture.objects.exists()


def test_the_command_says_what_it_left_out(folder, capsys):
    (folder / "bad.md").write_text("x")
    with pytest.raises(CommandError, match="1 files were left out"):
        call_command("import_articles", str(folder))


def test_what_was_exported_is_taken_in_again_unchanged(folder, tmp_path_factory):
    import_folder(folder)
    out = tmp_path_factory.mktemp("out")
    call_command("export_articles", str(out))
    again = import_folder(out)
    assert (again.added, again.updated, again.unchanged, again.problems) == (0, 0, 2, [])


def test_an_own_export_leaves_what_somebody_is_writing(folder, tmp_path_factory, agent):
    import_folder(folder)
    pay = Translation.objects.get(language="en")
    save_draft(pay, actor=agent, title=pay.title, body="By card, soon by bank.", version=pay.version, keep=False)
    out = tmp_path_factory.mktemp("out")
    call_command("export_articles", str(out))

    assert import_folder(out).unchanged == 2
    pay.refresh_from_db()
    assert (pay.body, pay.published.body) == ("By card, soon by bank.", "By card.\n")


def test_words_that_a_file_replaces_are_in_the_history(folder, agent):
    import_folder(folder)
    pay = Translation.objects.get(language="en")
    save_draft(pay, actor=agent, title=pay.title, body="Half a thought", version=pay.version, keep=False)
    (folder / "billing" / "pay.md").write_text(PAY.replace("By card.", "By bank."))

    assert import_folder(folder).updated == 1
    assert list(pay.revisions.order_by("number").values_list("body", "author__name")) == [
        ("By card.\n", None),
        ("Half a thought", agent.name),
        ("By bank.\n", None),
    ]


@pytest.mark.parametrize(("status", "body"), [("review", "Pay.\n"), ("draft", ""), ("archived", "Pay.\n")])
def test_into_an_empty_desk_and_out_again_is_the_same(tmp_path, db, status, body):
    fields = f"title: How\ncategory: Billing\nvisibility: public\nlanguage: en\ntags: []\nslug: how\nstatus: {status}"
    written = f"---\n{fields}\n---\n\n{body}"
    (tmp_path / "how.md").write_text(written)
    for outcome in ("added", "unchanged"):
        assert getattr(import_folder(tmp_path), outcome) == 1
    call_command("export_articles", str(tmp_path / "out"))
    assert (tmp_path / "out" / "how.md").read_text().strip() == written.strip()


def test_brands_are_named_and_a_second_import_changes_nothing(folder, tmp_path_factory, admin):
    acme, north = (add_brand(actor=admin, name=name) for name in ("Acme", "Northwind"))
    (folder / "billing" / "pay.md").write_text(PAY.replace("tags:", "brands: [Northwind, acme]\ntags:"))
    assert import_folder(folder).added == 2
    assert Article.objects.get().brands == [acme.pk, north.pk]
    assert import_folder(folder).unchanged == 2

    out = tmp_path_factory.mktemp("out")
    call_command("export_articles", str(out))
    assert "- Acme\n- Northwind\n" in (out / "billing" / "pay.md").read_text()
    assert import_folder(out).unchanged == 2


@pytest.mark.parametrize(("line", "stays"), [("", True), ("brands: []\n", False)])
def test_a_file_that_names_no_brands_leaves_them_and_an_empty_list_takes_them_away(folder, admin, line, stays):
    acme = add_brand(actor=admin, name="Acme")
    import_folder(folder)
    Article.objects.update(brands=[acme.pk])
    (folder / "billing" / "pay.md").write_text(PAY.replace("tags:", f"{line}tags:"))
    import_folder(folder)
    assert Article.objects.get().brands == ([acme.pk] if stays else [])


def test_a_brand_that_is_not_there_is_named(folder):
    (folder / "billing" / "pay.md").write_text(PAY.replace("tags:", "brands: [Nowhere]\ntags:"))
    assert "there is no brand called 'Nowhere'" in import_folder(folder).problems[0]
    assert not Article.objects.filter(translations__language="en").exists()


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.mark.parametrize("name", ["billing/pay.de.md", "de/billing/pay.md"])
def test_a_file_that_does_not_say_its_language_has_that_of_its_name(name):
    file = read_file(PurePosixPath(name), "---\ntitle: Zahlen\n---\nMit Karte.\n")
    assert (file.key, file.language) == ("billing/pay", "de")
