"""The words by which people and their phones end a mail, in the languages the world writes.

Kept apart from `closing.py`, which decides by them. A line is looked up as a whole, lower case and without its punctuation:
that costs nothing per word, however many languages there are. Accents are left out, as many people leave them out.
"""

import re
import unicodedata

# The scripts of India, Thai and Lao, whose vowel signs are no letters to Python; what ends their sentences is none.
INDIC = "\u0900-\u0963\u0970-\u0eff"
OTHER_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ı": "i", "ø": "o", "æ": "ae", "đ": "d", "’": "'", "\u0307": None})


UNSEEN = re.compile("[\u0300-\u036f\u0640\u064b-\u0652]")  # accents, and what Arabic sets above and between its letters


def folded(text: str) -> str:
    """Lower case and without accents; Korean and Japanese letters stay whole."""
    text = text.casefold()
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text)
        text = "".join(letter for letter in letters if not UNSEEN.match(letter)).translate(OTHER_LETTERS)
        text = unicodedata.normalize("NFC", text)
    return text


def _phrases(text: str) -> frozenset[str]:
    return frozenset(
        folded(phrase.strip()) for line in text.splitlines() for phrase in line.split("|") if phrase.strip()
    )


# They end a mail whatever stands below.
GREETINGS = _phrases(
    """
    best|all the best|regards|rgds|rgrds|cheers|greetings|greetz|grtz|take care|yours|yours sincerely|yours truly
    yours faithfully|sincerely|sincerely yours|respectfully|respectfully yours|cordially|br|kr|wkr|best|very truly yours
    mfg|lg|vg|bg|hg|gruß|gruss|grüße|grüsse|gruesse|hochachtungsvoll|herzlichst|mit kollegialen grüßen|bis bald
    cordialement|bien cordialement|très cordialement|cdlt|cdt|bien à vous|bien à toi|amicalement|salutations
    salutations distinguées|sincères salutations|meilleures salutations|meilleurs messages|respectueusement
    salutations cordiales|avec mes meilleures salutations|cordiales salutations|bien amicalement|amitiés
    saludos|saludo|un saludo|un cordial saludo|cordiales saludos|saludos cordiales|muchos saludos|cordial saludo
    reciba un cordial saludo|reciban un cordial saludo|recibe un cordial saludo|atentamente|atte|muy atentamente
    un abrazo|abrazos|cordialmente|le saluda atentamente|les saluda atentamente|saludos atentos|mis mejores saludos
    cumprimentos|melhores cumprimentos|os melhores cumprimentos|com os melhores cumprimentos|com os meus cumprimentos
    atenciosamente|att|atte|atentamente|abraço|abraços|abs|cordiais saudações|saudações|respeitosamente|um abraço
    saluti|cordiali saluti|distinti saluti|un saluto|un cordiale saluto|cari saluti|tanti saluti|i migliori saluti
    porgo cordiali saluti|porgo distinti saluti|cordialità|a presto
    groet|groeten|groetjes|mvg|hartelijke groet|hartelijke groeten|vriendelijke groet|vriendelijke groeten|hoogachtend
    met vriendelijke groet|met vriendelijke groeten|met hartelijke groet|met hartelijke groeten|beste groeten
    met groet|met beste groeten|hgr|vr gr|met vriendelijke groetjes|vele groeten|succes|veel succes
    hälsningar|hälsning|vänliga hälsningar|vänlig hälsning|med vänlig hälsning|med vänliga hälsningar|mvh|vänligen
    bästa hälsningar|många hälsningar|vh|hej|hej då|hej hej|allt gott|med vänlig hälsningar|hjärtliga hälsningar
    hilsen|hilsner|venlig hilsen|med venlig hilsen|vennlig hilsen|med vennlig hilsen|bedste hilsen|bedste hilsner
    de bedste hilsner|beste hilsen|kærlig hilsen|kh|mange hilsner|mange hilsener|med hilsen|med de bedste hilsner
    med beste hilsen|venlige hilsner|vennlige hilsener|dbh
    terveisin|ystävällisin terveisin|parhain terveisin|terv|yst terv|yt|ystävällisesti|terveiset|t|parhain terveisin
    z poważaniem|pozdrawiam|pozdrawiam serdecznie|serdecznie pozdrawiam|pozdr|pozdrowienia|z wyrazami szacunku
    z pozdrowieniami|z uszanowaniem|łączę pozdrowienia|pozdrawiam cieplutko
    s pozdravem|s pozdravom|zdravím|s úctou|s přátelským pozdravem|hezký den|pěkný den|mějte se|s přáním pěkného dne
    s přáním hezkého dne|s pranim pekneho dne|srdečně zdravím|s úctou a pozdravem
    с уважением|с наилучшими пожеланиями|всего доброго|всего хорошего|с благодарностью|искренне ваш|с приветом
    с почтением|с наилучшими|с глубоким уважением
    з повагою|з найкращими побажаннями|усього найкращого|всього найкращого|з вдячністю|щиро ваш
    saygılar|saygılarımla|saygılarımızla|iyi çalışmalar|sevgiler|sevgilerimle|selamlar|kolay gelsin
    iyi çalışmalar dilerim|hürmetlerimle|en iyi dileklerimle
    敬具|以上|草々|早々|此致|敬礼|敬禮|祝好|顺祝商祺|順頌商祺|敬祝 商祺|顺颂商祺|祝商祺|此致敬礼|此致 敬礼
    谢谢|謝謝|감사합니다|trân trọng|trân trọng kính chào|thân ái|thân mến|kính thư|trân trọng cảm ơn
    üdvözlettel|üdv|üdvözlet|cu stimă|tisztelettel|με εκτίμηση|поздрави|s poštovanjem|lep pozdrav|srdačan pozdrav
    pagarbiai|ar cieņu|lugupidamisega|atentament|בברכה|مع التحية|مع تحياتي|تحياتي|مع خالص التحيات
    تحية طيبة|مع فائق الاحترام
    مع أطيب التحيات|ด้วยความเคารพ|hormat saya|salam|с поздрав
    salu2|slds|sl2|atentos saludos|fuerte abrazo|un fuerte abrazo|un abrazo fuerte|un gran abrazo|besos|un beso|saludines
    sds|at te|cumps|cmpts|cpts|cumprimentos cordiais|um forte abraço|forte abraço|um grande abraço|grande abraço|abração
    beijos|um beijo|bjs|atenciosas saudações|saudações cordiais|com os melhores cumprimentos
    pzdr|serdeczności|ukłony|serdeczne pozdrowienia|gorące pozdrowienia|z serdecznymi pozdrowieniami|z wyrazami uznania
    sevgi ve saygılarımla|saygı ve sevgilerimle|saygı ve sevgiler|sevgi ve saygılar|saygı ile|esen kalın|sağlıcakla kalın
    تحياتي لكم|تحياتي الحارة|مع تحيات|تقبلوا تحياتي|مع فائق التقدير|مع فائق الاحترام والتقدير|مع الاحترام|مع التقدير
    وتقبلوا فائق الاحترام|وتقبلوا فائق الاحترام والتقدير|تفضلوا بقبول فائق الاحترام|والسلام|والسلام عليكم
    والسلام عليكم ورحمة الله|والسلام عليكم ورحمة الله وبركاته|دمتم بخير
    בכבוד רב|בברכה רבה|בברכת חברים|בברכות|כל טוב|בידידות|בנאמנות|בהערכה|בתודה ובברכה
    이상입니다|이만 줄이겠습니다|이만 줄입니다
    lijep pozdrav|lijepi pozdrav|lijep pozdrav svima|lep pozdrav vsem|lp|parimate soovidega|parimat|tervitades|tervitustega
    با احترام|با احترام فراوان|با تشکر و احترام|ارادتمند|ขอแสดงความนับถือ|सादर|भवदीय|kær kveðja|bestu kveðjur|kveðja
    順頌 商祺|順頌 時祺|敬頌 商祺|敬颂 商祺|此致 敬禮|敬上|谨启
    auf wiedersehen|auf wiederhören|au revoir|arrivederci|do widzenia|do usłyszenia|do zobaczenia|na shledanou|nashledanou
    dovidenia|tot ziens|näkemiin|hyvästi|adeus|adiós|до свидания|до побачення|hoşça kal|hoşça kalın|hoşçakal|hoşçakalın
    さようなら|再见|再見|להתראות|وداعا|مع السلامة|tạm biệt|viszontlátásra|la revedere|αντίο|довиждане|goodbye|good bye
    """
)
# Thanks and wishes end a mail only above a name: "Thanks," may also begin a sentence.
THANKS = _phrases(
    """
    thanks|many thanks|with thanks|thanks in advance|thanks again|thanks so much|thanks a lot|thanks very much|thank you
    thank you very much|thank you so much|thank you in advance|thank you again|thx|tia|ty|tnx|much appreciated
    thank you for your help|thanks for your help|thank you for your time|appreciate it|ta|talk soon|speak soon
    have a nice day|have a great day|have a good day|have a nice weekend|have a great weekend|have a good one
    looking forward to your reply|looking forward to hearing from you|hope this helps|hth
    dank|danke|vielen dank|besten dank|herzlichen dank|danke schön|dankeschön|danke vorab|danke im voraus|danke sehr
    vielen dank im voraus|besten dank im voraus|vielen dank vorab|vielen dank für ihre hilfe|schönen tag|schönen tag noch
    schönen abend|schönes wochenende|einen schönen tag noch|ich wünsche ihnen einen schönen tag
    merci|merci beaucoup|merci d'avance|merci bien|merci par avance|avec mes remerciements|bonne journée|bonne soirée
    bonne fin de journée|bon week-end|bonne réception|à bientôt|a bientôt|à plus|je vous remercie|en vous remerciant
    bonne continuation|belle journée|excellente journée|dans l'attente de votre réponse|merci pour votre aide
    gracias|muchas gracias|mil gracias|gracias de antemano|muchas gracias de antemano|quedo a la espera|que tenga buen día
    buen día|quedo atento|quedo atenta|quedo a su disposición|buenas tardes|gracias por su ayuda|feliz día
    quedo a la espera de su respuesta|quedo a la espera de sus noticias
    obrigado|obrigada|muito obrigado|muito obrigada|grato|grata|desde já agradeço|agradeço desde já|obrigado desde já
    bom dia|boa tarde|no aguardo|fico no aguardo|aguardo retorno|agradecido|agradecida
    grazie|grazie mille|molte grazie|grazie in anticipo|ringraziando anticipatamente|buona giornata|buona serata|buon lavoro
    in attesa di riscontro|resto in attesa|grazie per l'aiuto|vi ringrazio|la ringrazio|in attesa di un cortese riscontro
    bedankt|alvast bedankt|dank je wel|dank u wel|met dank|veel dank|hartelijk dank|fijne dag|fijne dag verder|fijne avond
    prettige dag|bij voorbaat dank|alvast hartelijk dank|fijn weekend
    tack|tack så mycket|tack på förhand|stort tack|med tack på förhand|ha en bra dag|trevlig helg|tack för hjälpen
    tak|takk|mange tak|mange takk|på forhånd tak|på forhånd takk|tusen takk|tusind tak|god dag|ha en fin dag|takk for hjelpen
    tak for hjælpen|hav en god dag|ha en god dag|god helg|god weekend
    kiitos|kiitos etukäteen|paljon kiitoksia|kiitoksia|hyvää päivänjatkoa|kiitos paljon|kiitos avusta|mukavaa päivää
    dzięki|dziękuję|dziękuje|z góry dziękuję|dziękuję z góry|miłego dnia|życzę miłego dnia|dziękuję bardzo|z góry dzięki
    dziękuję za pomoc|miłego weekendu
    děkuji|děkuju|díky|dík|předem děkuji|děkuji předem|děkuji za odpověď|moc děkuji|přeji hezký den|přeji pěkný den
    děkuji za pomoc|přeji krásný den|ďakujem|vopred ďakujem
    спасибо|заранее спасибо|спасибо за помощь|большое спасибо|благодарю|хорошего дня|заранее благодарю|спасибо заранее
    доброго дня|удачного дня|жду ответа
    дякую|щиро дякую|заздалегідь дякую|дуже дякую|гарного дня|дякую за допомогу|наперед дякую
    teşekkürler|teşekkür ederim|teşekkür ederiz|şimdiden teşekkürler|çok teşekkürler|iyi günler|iyi günler dilerim
    iyi akşamlar|şimdiden teşekkür ederim|çok teşekkür ederim|iyi haftasonları
    ありがとうございます|ありがとうございました|感谢|多谢|感謝|非常感谢|谢谢您|谢谢你|祝您生活愉快
    祝工作顺利|祝 工作顺利|祝生活愉快|多謝
    고맙습니다|수고하세요|수고하십시오|안녕히 계세요|좋은 하루 되세요|미리 감사드립니다|감사드립니다|안녕히 계십시오
    cảm ơn|cám ơn|xin cảm ơn|xin chân thành cảm ơn|chân thành cảm ơn|cảm ơn nhiều|cảm ơn bạn|xin cám ơn
    köszönöm|mulțumesc|ευχαριστώ|благодаря|hvala|ačiū|paldies|aitäh|gràcies|תודה|شكرا|terima kasih|ขอบคุณครับ|ขอบคุณค่ะ
    bye|bye bye|bye for now|see you|see you soon|see ya|cya|cu|ttyl|so long|have fun|tschüss|tschüß|tschau|ciao|servus|bis dann
    bis später|à plus tard|à la prochaine|hasta luego|hasta pronto|nos vemos|chao|chau|salud|que tengas un buen día
    que tenga un buen día|que tenga un excelente día|feliz tarde|feliz noche|buen fin de semana
    quedo a la espera de sus comentarios
    até logo|até breve|até mais|até já|tchau|valeu|vlw|flw|falou|tudo de bom|desde já agradecido|desde já agradecida
    desde já obrigada|grato pela atenção|grata pela atenção|obrigado pela atenção|obrigada pela atenção|muito agradecido
    agradeço a atenção|agradeço a ajuda|fico à disposição|estou à disposição|à disposição|bom trabalho|bom fim de semana
    a presto|ci sentiamo|doei|tot later|tot dan|farvel|ha det|ha det bra|vi ses|vi hörs|på återseende|nähdään|moikka|heippa
    na razie|nara|trzymaj się|trzymajcie się|z góry dzięki za pomoc|dzięki za pomoc|miłego wieczoru|dobrego dnia
    пока|всего|удачи|бувай|бувайте|görüşürüz|görüşmek üzere|iyi haftalar|hayırlı işler|hayırlı günler|selametle|bilginize
    saygıyla|teşekkürler ve iyi çalışmalar|iyi tatiller|iyi bayramlar|拜拜|祝好运|またね|それでは|では
    수고하셨습니다|그럼 이만|그럼 수고하세요|즐거운 하루 되세요|즐거운 주말 되세요|좋은 주말 되세요|행복한 하루 되세요
    즐거운 하루 보내세요|좋은 하루 보내세요|건강하세요|감사드립니다|답변 부탁드립니다|잘 부탁드립니다
    شكرا لكم|شكرا لك|شكرا جزيلا|شكرا جزيلا لكم|وشكرا|وشكرا لكم|وشكرا جزيلا|جزاكم الله خيرا|جزاك الله خيرا|بالتوفيق
    תודה רבה|תודה מראש|תודה רבה מראש|בתודה|בתודה מראש|רב תודות|תודה ויום טוב|תודה ויום נעים|יום טוב|יום נעים|שבוע טוב
    hezký den přeje|pěkný den přeje|krásný den přeje|hezký večer přeje|pekný deň praje|s díky|hvala lijepa|hvala lepa
    unaprijed hvala|unapred hvala|lepa hvala|najlepša hvala|suur aitäh|suur tänu|ette tänades|dėkoju|ačiū iš anksto
    iepriekš paldies|liels paldies|mulțumesc frumos|mulțumesc anticipat|vă mulțumesc|ευχαριστώ πολύ|σας ευχαριστώ
    ευχαριστώ εκ των προτέρων|благодаря предварително|благодаря ви|با تشکر|با تشکر فراوان|با سپاس|متشکرم|ممنون|ممنونم
    ขอบคุณ|ขอบคุณมากครับ|ขอบคุณมากค่ะ|ขอบพระคุณครับ|ขอบพระคุณค่ะ|धन्यवाद|बहुत धन्यवाद|शुक्रिया|sekian terima kasih
    sekian, terima kasih|terima kasih banyak|takk fyrir|kærar þakkir
    שבת שלום|בהצלחה|המשך יום טוב|המשך יום נעים|ביי
    """
)
# With so many ways to put it that a list would not do; of what is folded.
CLOSING = re.compile(
    r"(?:with )?(?:my |our )?(?:very |all the )?(?:best|kind|kindest|warm|warmest|many|sincere)(?: kind| warm| personal)? "
    r"(?:regards?|wishes|greetings)|"
    r"(?:mit )?(?:(?:ganz )?(?:freundlich|herzlich|best|schon|schoen|lieb|viel|sonnig)(?:e[mnrs]?|st\w{0,2})? )"
    r"(?:gruss?en?|gruss|gruess?en?)(?: (?:aus|von) .{1,30})?|"
    r"(?:gruss?e?|gruesse) (?:aus|von|an) .{1,30}|"
    r"s pranim .{1,20}|(?:veuillez|recevez|je vous prie d|nous vous prions d).{0,100}(?:salutations|sentiments|consideration)"
    r".{0,40}|"
    r"(?:le|la|les) saluda .{0,20}|(?:recib[ae]n?|recibid) (?:un|mis) .{0,20}saludos?|"
    r"sin otro particular.{0,60}(?:salud[ao]s?|atte).{0,20}|"
    r"(?:un |um |muchos |cordiales )?(?:saludos?|abra[cz]os?|cumprimentos|saudacoes) (?:a|para|desde|de|do|da) .{1,25}|"
    r"(?:pozdrawiam|pozdrowienia) .{1,25}|selam ve .{1,15}|"
    r"و?(?:تقبلوا?|مع|لكم) .{0,20}(?:تحيات|الاحترام|التقدير).{0,20}|و?(?:تحيات|تحية).{0,20}|"
    r"(?:.{0,15}[、。 ])?(?:(?:どうぞ|何卒|なにとぞ|引き続き|今後とも)[、 ]?)?(?:よろ|宜)しく(?:お願い|御願い).{0,10}",
)
# French letters end with a whole sentence.
COURTLY = re.compile(r"^\s*(?:veuillez|recevez|je vous prie|nous vous prions)\b", re.IGNORECASE)
# How a phrase of thanks begins, however it goes on: "Thanks for your attention & best regards".
THANKFUL = ("thank", "thx", "dank", "vielen dank", "besten dank", "merci", "gracias", "muchas gracias", "grazie", "obrigad",
            "bedankt", "tack", "tak ", "takk", "kiito", "dziek", "dekuj", "спасибо", "дякую", "tesekkur")  # fmt: skip
JOINED = re.compile(r"\s*(?:[,/&+|]|\b(?:and|und|sowie|et|y|e|en|och|og|ja|i|a|и|та|і|ve)\b)\s*")
# "김철수 드림": the name first.
NAME_FIRST = re.compile(r"^\s*[가-힣]{2,8}(?: [가-힣]{1,8}){0,3} ?(?:드림|올림|배상|拜上)\s*[.]?\s*$")
# Brazil's "[]s": hugs.
HUGS = re.compile(r"^\s{0,8}\[ ?\]['´`’]?s\W{0,3}$", re.IGNORECASE)
# Closing words that stand before a name in the same line: the abbreviations as they are, the others with a comma.
BEFORE_NAME = _phrases(
    "mfg|lg|vg|bg|hg|mvh|kh|vh|mvg|terv|yt|t|br|kr|hilsen|halsningar|pozdrawiam|saludos|saluti|gruss|groet|terveisin"
)
# In someone's place, in German letters.
ON_BEHALF = re.compile(r"^\s*(?:i\.\s?a\.|i\.\s?v\.|ppa\.)\s?(?=\S)", re.IGNORECASE)

_PROGRAM = r"(?:ios|android|iphone|ipad)"
_FETCH = (
    r"get|hol|bezieh|herunter|lad|télécharge|"
    r"descarg|baix|obten|obt[eé]|ottien|scaric|download|hent|få|skaffa|hämta|last ned|hanki|pobierz|"
    r"الحصول|קבל|השג|"
    r"uzyskaj|získe|stáhn|скача|получ|загруз|отрима|завант|edin|indir|入手|获取|下载|取得|下載|다운로드|받기|tải|lấy|nhận|sent|gesendet"
)
# "Get Outlook for iOS" in any language: the program, the telephone, a word for fetching, and nothing else.
GET_OUTLOOK = re.compile(
    rf"^(?=.{{0,80}}\boutlook)(?=.{{0,80}}(?<![a-z]){_PROGRAM}(?![a-z]))(?=.{{0,80}}(?:{_FETCH}))[^.?!]{{10,80}}[.]?$",
    re.IGNORECASE,
)
_DEVICE = (
    r"(?:phone|pad|android|outlook|mail|samsung|galaxy|windows|blackberry|mobil|smart|tablet|huawei|xiaomi|redmi|nokia|yahoo|proton|"
    r"gerät|telefon|cihaz|posta|laitte|puhelim|sähköpost|手机|手機|邮|郵|메일|휴대|갤럭시|기기|폰|qq)"
)
# Below a person's words, what the telephone or the program says of itself.
SENT_FROM = re.compile(
    r"^(?:sent (?:wirelessly )?(?:from|via|with|using|by) (?:my (?!desk\b|office\b|home\b)|the |outlook|mail|yahoo|"
    r"proton|samsung|iphone|ipad|android|blackberry|gmail|windows|nine|spark|airmail|aol|mobile|a )|get bluemail|"
    rf"sent with (?=.{{0,40}}{_DEVICE})|gesendet von |gesendet über |gesendet mit (?:der )?|"
    r"diese nachricht wurde von meinem |envoyé (?:sans fil )?(?:depuis|de|par|à partir|avec) |provenance : courrier |"
    r"enviado (?:desde|do|da|de|via|a partir) |inviato da(?:l|lla)? |"
    r"verzonden (?:vanaf|met|via|vanuit) |verstuurd (?:vanaf|met|via) |wys(?:ył|ł)an[eo] z |skicka(?:t|des) från |sendt fra |"
    rf"(?:lähetetty|elküldve|(?:mensaje )?enviad[oa] (?:con|por|pel[oa]|através)|mensaje enviado) (?=.{{0,40}}{_DEVICE})|"
    r"odesláno ze? |مُ?رسل من |تم الإرسال من |"
    r"sent via \S+ from |trimis (?:de pe|din) |enviat des |poslano (?:s|iz|z) |poslato sa |odoslané (?:z|zo) |"
    r"išsiųsta iš |nosūtīts no |saadetud minu |στάλθηκε από |изпратено от |נשלח מ|أرسلت من |أُرسلت من |ارسال شده از |"
    r"ส่งจาก |dikirim dari |"
    r"отправлено (?:с|из|через|от) |(?:відправлено|надіслано) (?:з|із) |(?:đã |được )?gửi từ )\S[^\n]{0,120}$|"
    r"^sent (?:via|with|using|from) (?:superhuman|mailspring|missive|shortwave|canary|edison|polymail|newton|mailbird|em client|"
    r"thunderbird|k-9|fairemail|tutanota|tuta|hey|front|mailbutler|boomerang|cloudmagic|mixmax|acompli|sparrow|zoho|spark|airmail)\b.{0,30}$|"
    r"^(?:von (?:meine[mr](?:/meiner)?|unterwegs|outlook)\b.{0,60}gesendet.{0,3}|yahoo mail: .{5,60}|typed on .{5,60}|"
    rf"(?:sent by |(?:\S{{1,20}} )?from my |(?:\S{{1,20}} )?(?:from|via) )(?=.{{0,20}}{_DEVICE})\S.{{1,30}}|"
    rf"(?=.{{0,60}}{_DEVICE}).{{1,60}}(?:[dt][ae]n|ile|tarafından) gönder(?:il)?dim?[.]?|.{{1,40}}から送信|"
    rf".{{0,8}}(?:[发發]自|发送自|[来來]自|[从從]) ?(?:我的 ?)?(?=.{{0,30}}{_DEVICE}).{{1,60}}|发自我的.{{1,40}}|"
    rf"(?=.{{0,60}}{_DEVICE}).{{1,60}}에서 (?:보냄|보낸|보냈|발송).{{0,20}}|"
    rf"(?=.{{0,60}}{_DEVICE}).{{1,60}} küldve[.]?|"
    r"sent from (?!my (?:desk|office|home)\b)\S[^\n]{0,80})\s*$|"
    # What a scanner on the writer's machine says of the mail.
    r"^(?=[^?]{5,160}$)(?=.{0,160}(?:mail|message|nachricht|virus-free|virenfrei|correo|mensa|bericht|besked|melding|meddelande|"
    r"viesti|wiadomoś|zpráv|письмо|сообщени|повідомлення|mesaj|e-posta|メール|邮件|郵件|메일))(?=.{0,120}\b(?:avast|avg|norton|eset|kaspersky|bitdefender|avira|f-secure)\b)(?=.{0,120}"
    r"(?:checked|scanned|virus-free|virenfrei|geprüft|vérifié|analysé|sans virus|verificad|analizad|libre de virus|verificat|"
    r"analizzat|gecontroleerd|virusvrij|kontrolleret|skannat|kontrollerat|tarkistettu|sprawdzon|zkontrol|провер|перевір|tarand|"
    r"検査|扫描|검사)).+$",
    re.IGNORECASE,
)
# "[Sent from Yahoo Mail](https://…)", "Get Outlook for iOS<https://…>": the links are no words.
LINKS = re.compile(r"<https?:[^>]{1,300}>|\]\(https?:[^)]{1,300}\)")
# A name below it: up to four words that begin with capitals, or of a script that has none.
NAME = re.compile(
    rf"^\s*(?:[^\W\d_a-zà-öø-ÿ][\w.'’{INDIC}-]*)"
    rf"(?:[ .]+(?:[^\W\d_a-zà-öø-ÿ][\w.'’{INDIC}-]*|de|van|von|der|da|di|la|le|bin|al)){{0,4}}\s*[.,]?\s*$"
)
# How people are reached, as the lines of a visiting card say it: "Tel: +1 555 0100", "www.acme.example".
REACHED = re.compile(
    r"^(?:(?:tel|phone|ph|fax|mobile|mob|cell|office|direct|telefon|téléphone|teléfono|telefone|telefono|handy|gsm|e-?mail|mail|web|"
    r"tél|tlf|tfno|tlfn|faks|puh|тел|моб|факс|전화|휴대폰|휴대전화|핸드폰|팩스|이메일|هاتف|جوال|موبايل|محمول|فاكس|טל|טלפון|נייד|פקס|"
    r"電話|携帯|电话|手机|传真|邮箱)"
    r"\b.{0,3}[:.]?\s*[\w(+].{2,60}|(?:m[oó]vil|celular|cel|fono|fone|fon|whatsapp|skype|kom|cep|mobil|portable|correo|e-?posta|"
    r"البريد(?: الإلكتروني)?|דוא[\"״]ל|почта|メール)\s?[:：.]\s*[\w(+].{2,60}|[tfmpewcod]\s?[:.|]\s?[\w(+].{4,60}|(?:https?://|www\.)\S{3,70}|[^\s@]{1,40}@[^\s@]{3,60}|"
    r"[\w.]{1,40} ?[-([]at[-)\]] ?[\w.]{3,60}|"
    r"\+?[\d(][\d ()./-]{6,20}(?:\s?\(?[a-z]{1,6}\)?)?)$",
    re.IGNORECASE,
)
# "-Ann", "– Bob L.", "/Ann" as the last line.
DASHED_NAME = re.compile(r"^\s*[-–—/~]{1,2}\s?[^\W\d_][\w'’.]{1,15}(?: [^\W\d_][\w'’.]{0,15}){0,2}\s*[-–—~.!]?\s*$")
# The box that Japanese programs draw around a card.
BOX_RULE = re.compile(r"^\s*[-=*_~+#─━—―‐－＝＊・･◇◆☆★□■○●◎△▲▽▼～〜※♪。.:]{5,}\s*$")
BOXED = re.compile(r"@|https?:|www\.|\btel\b|ＴＥＬ|電話|\d[\d() .-]{7,}", re.IGNORECASE)
# What law departments have put below every mail, as its paragraph begins.
DISCLAIMER = re.compile(
    r"^\W{0,6}(?:"
    r"th(?:is|e) (?:e-?mail|electronic mail|message|communication|transmission|information)\b.{0,200}"
    r"(?:confidential|privileged|intended (?:only|solely|for)|intended recipient|property of)|"
    r"the (?:information|contents?)\b.{0,40} (?:in|of) this (?:e-?mail|message|communication)\b.{0,200}"
    r"(?:confidential|privileged|intended)|(?:confidentiality|privacy|legal) (?:notice|disclaimer|statement)\b|disclaimer\b\s*:|"
    r"if you are not the intended recipient|please (?:consider|think of) the environment|(?:please )?think before you print|"
    r"(?:diese|der inhalt dieser|die information\w* in dieser) (?:e-?mail|nachricht)\b.{0,200}(?:vertraulich|bestimmt)|"
    r"bitte (?:denken|prüfen|bedenken) sie.{0,60}(?:umwelt|druck)|"
    r"(?:ce|cet|le présent|les informations contenues dans ce) (?:message|courriel|mail|e-?mail)\b.{0,200}confidentiel|"
    r"(?:este|esta|a informação|la información) (?:mensaje|correo|mensagem|e-?mail|contenida|contida)\b.{0,200}confiden|"
    r"(?:questo messaggio|la presente|le informazioni contenute)\b.{0,200}(?:riservat|confidenzial)|"
    r"(?:dit|deze|de informatie in dit) (?:bericht|e-?mail|mail)\b.{0,200}(?:vertrouwelijk|bestemd)|"
    r"(?:denne|detta|dette) (?:e-?mail|e-?post|meddelande|mail|melding)\w*\b.{0,200}(?:fortrolig|konfidentiel|avsed|avsett)|"
    r"(?:ta|niniejsza|treść tej) wiadomoś\w+.{0,200}poufn|(?:tato|obsah této) zpráv\w+.{0,200}důvěrn|"
    r"(?:данное|это|настоящее) (?:электронное )?(?:сообщение|письмо).{0,200}конфиденциальн|"
    r"bu (?:e-?posta|mesaj|ileti).{0,200}(?:gizli|özel))",
    re.IGNORECASE,
)
# What lists say of themselves, and how a line of theirs begins that no rule stands above.
OF_LIST = re.compile(
    r"mailing list|liste? de diffusion|mailingliste|lista de (?:correo|discus)|unsubscri|listinfo|(?:google|yahoo!) groups",
    re.IGNORECASE,
)
OWN_NAME_OF_LIST = re.compile(
    r"\b(?:lists?|liste[ns]?|lista|groups?|gruppe|grupo|groupe|majordomo|listserv)\b", re.IGNORECASE
)
FOOTER_LINE = re.compile(
    r"^[^\w>]{0,4}(?:to (?:un)?subscribe\b[^.?!]{0,80}\b(?:send|visit|click|go to|see|e-?mail|mail|write|reply)\b|"
    r"(?:post message|unsubscribe|list owner)\s?: |your use of yahoo! groups|yahoo! groups (?:links|sponsor)\b|"
    r"you(?: have)? received this (?:message|e-?mail) because you are subscribed|"
    r"um (?:die|diese|sich).{0,60}(?:abzubestellen|abzumelden)\b.{0,20}(?:senden|schicken|schreiben|klicken|besuchen)|"
    r"pour (?:se désabonner|vous désabonner|se désinscrire)\b.{0,60}(?:envoye[rz]|clique[rz]|visite[rz])|"
    r"para (?:darse de baja|cancelar (?:su|la) suscripción)\b.{0,60}(?:env[ií]e|visite|haga))",
    re.IGNORECASE,
)
LIST_RULE = re.compile(r"^\s*(?:[_*=~-]{20,}|[_*=~-]{5,}.{1,60}[_*=~>-]{5,}(?:-->)?)\s*$")
FOOTER_WORDS = re.compile(
    r"mailing list|liste? de diffusion|mailingliste|unsubscribe|listinfo|google groups|yahoo! groups|do you yahoo|"
    r"sponsored by|msn|hotmail|windows live|free e-?mail|juno|disclaimer|confidential|"
    r"copyright|all rights reserved|privacy (?:policy|statement)",
    re.IGNORECASE,
)
FOOTER_OR_LINK = re.compile(rf"{FOOTER_WORDS.pattern}|https?://|www\.", re.IGNORECASE)
