"""The pretend shop that shows the help widget."""


def test_the_shop_has_its_button_by_whichever_name_it_is_opened(client, settings, db):
    settings.DEMO, settings.SITE_URL = True, "http://localhost:8000"
    page = client.get("/demo/site/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert '<script src="/widget.js" async' in page
