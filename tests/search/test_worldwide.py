"""Sentences of many languages as vectors. Without the models of requirements-model.txt there is nothing to look at."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import word_pieces, worldwide
from search.word_pieces import WordPieces
from search.worldwide import DIMENSIONS, LANGUAGES, is_here, meanings_of
from tests.plugins.missing import NO_SENTENCES

pytestmark = pytest.mark.skipif(not is_here(), reason=NO_SENTENCES)

# A question, what answers it, and what does not.
SAID = {
    "en": ("my parcel never came", "Late deliveries", "Download an invoice"),
    "de": ("mein Paket ist immer noch nicht da", "Lieferung verspätet sich", "Rechnung herunterladen"),
    "ar": ("لم يصل طردي بعد", "تأخر التسليم", "تنزيل الفاتورة"),
    "es": ("mi paquete todavía no ha llegado", "Retrasos en la entrega", "Descargar una factura"),
    "fr": ("mon colis n'est toujours pas arrivé", "Retards de livraison", "Télécharger une facture"),
    "it": ("il mio pacco non è ancora arrivato", "Ritardi nella consegna", "Scaricare una fattura"),
    "ja": ("荷物がまだ届きません", "配達の遅れ", "請求書のダウンロード"),
    "ko": ("소포가 아직 도착하지 않았어요", "배송 지연", "청구서 다운로드"),
    "nl": ("mijn pakket is er nog steeds niet", "Vertraagde levering", "Een factuur downloaden"),
    "pl": ("moja paczka jeszcze nie dotarła", "Opóźnienia w dostawie", "Pobierz fakturę"),
    "pt": ("a minha encomenda ainda não chegou", "Atrasos na entrega", "Descarregar uma fatura"),
    "ru": ("моя посылка до сих пор не пришла", "Задержка доставки", "Скачать счёт"),
    "th": ("พัสดุของฉันยังไม่มา", "การจัดส่งล่าช้า", "ดาวน์โหลดใบแจ้งหนี้"),
    "tr": ("paketim hâlâ gelmedi", "Teslimat gecikmeleri", "Fatura indirme"),
    "zh": ("我的包裹还没到", "配送延迟", "下载发票"),
}


def test_each_language_has_an_example_here():
    assert set(SAID) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_nearer_to_its_answer_than_to_another(language):
    asked, answer, other = meanings_of(SAID[language])
    assert asked @ answer > asked @ other


def test_a_question_finds_its_answer_in_another_language():
    (asked, *_), (_, answer, other) = meanings_of(SAID["fr"]), meanings_of(SAID["en"])
    assert asked @ answer > asked @ other + 0.2


def test_texts_are_of_length_one_and_read_together_as_if_alone():
    texts = ["refund", "Rückerstattung " * 400, "parcel 7", *(f"colis {number}" for number in range(60))]
    together = meanings_of(texts)
    assert together.shape == (len(texts), DIMENSIONS)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-4)
    for place in (0, 1, 40):
        assert together[place] == pytest.approx(meanings_of([texts[place]])[0], abs=1e-5)


def test_what_is_unpacked_means_the_same_and_is_no_copy_of_each_process(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(worldwide, "_unpacked", lambda: tmp_path / "unpacked")
    own = worldwide._model.__wrapped__()
    worldwide.unpack()
    worldwide.unpack()  # over what is there
    mapped = worldwide._model.__wrapped__()
    texts = ["où est mon colis", "Wo ist mein Paket? 😀", "荷物がまだ届きません"]
    assert mapped.encode(texts) == pytest.approx(own.encode(texts))
    assert isinstance(own.table, np.ndarray) and not isinstance(mapped.table, np.ndarray)
    assert isinstance(mapped.cnn_W, np.memmap)
    assert [path.name for path in tmp_path.iterdir()] == ["unpacked"]


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    """The package's reader of pieces, and ours."""
    files = tmp_path_factory.mktemp("pieces")
    vocabulary = worldwide._needed_folder() / "sp.model"
    package = worldwide._loaded().sp
    word_pieces.write(files, package, vocabulary)
    return package, WordPieces(files)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "  two   spaces ",
        "½ ﬁ ẞ ǅ",
        "a\tb\nc",
        "a\0b",
        "𝔘𝔫𝔦 😀\u200d",
        "﷽",
        "x" * 300,
        *itertools.chain(*SAID.values()),
    ],
)
def test_a_text_is_made_of_the_pieces_that_the_package_finds(readers, text):
    package, ours = readers
    assert ours.encode(text) == package.encode(text)


@given(text=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_so_is_any_other_text(readers, text):
    package, ours = readers
    assert ours.encode(text) == package.encode(text)
