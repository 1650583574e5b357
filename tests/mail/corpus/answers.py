"""Answers whose parts public collections taught us to tell apart: line ends lost, marks on the attribution itself, answers between
what is cited in HTML, programs and languages that came late.
"""

from tests.mail.corpus.case import HTML, TEXT, Case, case, multipart

# ruff: noqa: E501 - lines as programs write them

NEW = "The printer works again."
OLD = "Did you try to switch it off and on?"
MARKED = f"> {OLD}\n> Please tell us."


def above(head: str, quote: str = OLD, *, between: str = "\n\n", **expected: str) -> Case:
    return case(f"{NEW}{between}{head}\n{quote}\n", **{"reply_text": NEW, "signature": "", **expected})


def page(html: str, **expected: str) -> Case:
    return case(html, HTML, **expected)


# Without a blank line between the last own word and these.
DIRECTLY_BELOW = {
    "gmail de": "Bob Lee <bob@example.org> schrieb am Mo., 2. Nov. 2026, 10:00:",
    "open-xchange": "Bob Lee <bob@example.org> hat am 2. November 2026 um 10:00 geschrieben:",
    "gmail pt": "Bob Lee <bob@example.org> escreveu no dia segunda, 2/11/2026 à(s) 10:00:",
    "thunderbird nl": "Bob Lee schreef op 2-11-2026 om 10:00:",
    "thunderbird fi": "Bob Lee kirjoitti 2.11.2026 klo 10.00:",
    "apple pl": "Wiadomość napisana przez Bob Lee <bob@example.org> w dniu 02.11.2026, o godz. 10:00:",
    "apple tr": "Bob Lee <bob@example.org> şunları yazdı (2 Kas 2026 10:00):",
    "apple zh-tw": "Bob Lee <bob@example.org> 於 2026年11月2日 上午10:00 寫道：",
    "mail.ru": "Monday, November 2, 2026 10:00 AM +03:00 from Bob Lee <bob@example.org>:",
    "apple, marked": "> On 2 Nov 2026, at 10:00, Bob Lee <bob@example.org> wrote:\n>",
    "proton, other dashes": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 2nd, 2026 at 10:00 AM, Bob Lee <bob@example.org> wrote:",
    "proton": "------- Original Message -------\nOn Monday, November 2nd, 2026 at 10:00 AM, Bob Lee <bob@example.org> wrote:",
}
HEADS = {
    "netease": "---- 回复的原邮件 ----\n发件人\tBob Lee<bob@example.org>\n日期\t2026年11月02日 10:00\n收件人\tann@example.net\n主题\t打印机\n",
    "netease en": "---- Replied Message ----\nFrom\tBob Lee<bob@example.org>\nDate\t11/02/2026 10:00\nTo\tann@example.net\nSubject\tPrinter\n",
    "ukr.net": '--- Оригінальне повідомлення ---\nВід кого: "Bob Lee" <bob@example.org>\nДата: 2 листопада 2026, 10:00:00\n',
    "samsung ko": "-------- 원본 이메일 --------\n발신: Bob Lee <bob@example.org>\n날짜: 26/11/2 오전 10:00\n받은 사람: ann@example.net\n제목: 프린터\n",
    "thunderbird ko": "2026. 11. 2. 오전 10:00에 Bob Lee 이(가) 쓴 글:",
    "outlook vi": "Người gửi: Bob Lee <bob@example.org>\nGửi: Thứ Hai, 2 tháng 11, 2026 10:00\nNgười nhận: Ann\nTiêu đề: Máy in\n",
    "tutanota": "Nov 2, 2026, 10:00 by bob@example.org:",
    "tutanota de": "2. Nov. 2026, 10:00 von bob@example.org:",
    "david": "Original Message processed by david®\nRe: Printer 2. November 2026, 10:00 Uhr\nVon Bob Lee\nAn Ann Lee\n",
    "zendesk": "##- Please type your reply above this line -##",
    "headers in a line": "From: Bob Lee <bob@example.org> Sent: Monday, November 2, 2026 10:00 AM To: ann@example.net Subject: Printer\n",
    "yahoo fr, indented": "      De : Bob Lee <bob@example.org>\n À : Ann <ann@example.net>\n Envoyé le : Mercredi 30 novembre 2016 10h30\n Objet : Imprimante\n",
    "date first": "Date: Wed, 16 May 2012 00:15:02 -0600\nTo: ann@example.net\nSubject: Printer\nFrom: bob@example.org\n",
    "polymail": "On Mon, Nov 2, 2026 at 10:00 AM Bob Lee\n\n<\nmailto:Bob Lee <bob@example.org>\n> wrote:",
}
ABOVE_MARKS = {
    "orange": '> Message du 02/11/26 10:00\n> De : "Bob Lee" <bob@example.org>\n> A : ann@example.net\n> Copie à :\n> Objet : Imprimante\n>',
    "gmail, only a name": "2016-03-03 17:21 GMT+01:00 Bob Lee",
    "a forum": "Posted by bob on 01/21/2016",
    "thunderbird nn": "Den 02.11.2026 10:00, skreiv Bob Lee:",
    "an old rule": "————————————\nOn 2 Nov 2026, Bob Lee wrote:",
}
FORWARDED = {
    "thunderbird pl": "-------- Treść przekazanej wiadomości --------",
    "thunderbird ru": "-------- Перенаправленное сообщение --------",
    "thunderbird tr": "-------- İletilmiş İleti --------",
    "thunderbird pt": "-------- Mensagem reencaminhada --------",
    "thunderbird zh": "-------- 转发的消息 --------",
    "apple pl": "Początek przekazywanej wiadomości:",
    "apple cs": "Začátek přeposílané zprávy:",
    "apple uk": "Початок листа, що пересилається:",
    "apple tr": "İletilen mesajın başlangıcı:",
    "apple zh-tw": "以下是轉寄的郵件：",
    "apple ko": "전달된 메시지 시작:",
    "apple vi": "Bắt đầu thư được chuyển tiếp:",
}
PASSED_ON = "From: Bob Lee <bob@example.org>\nDate: Mon, 2 Nov 2026\nSubject: Printer\nTo: Ann\n\nPlease look."
CITE = '<div class="moz-cite-prefix">On 02.11.26 10:00, Bob Lee wrote:<br></div>'

ANSWERS = {
    **{f"directly below, {name}": above(head, MARKED, between="\n") for name, head in DIRECTLY_BELOW.items()},
    **{f"below, {name}": above(head) for name, head in HEADS.items()},
    **{f"above marks, {name}": above(head, MARKED) for name, head in ABOVE_MARKS.items()},
    **{
        f"passed on, {name}": case(f"FYI\n\n{mark}\n{PASSED_ON}\n", reply_text=f"FYI\n\n{mark}\n{PASSED_ON}", quoted_text="")
        for name, mark in FORWARDED.items()
    },
    "the attribution shares a line": case(
        f"{NEW} On Wed, Apr 4, 2012 at 3:59 PM, bob@example.org wrote:\n{MARKED}\n", reply_text=NEW
    ),
    "so it does behind dashes": case(
        f"Thanks.\n{NEW}--- On Wed, Apr 4, 2012 at 3:59 PM, bob@example.org wrote:\n{MARKED}\n", reply_text=f"Thanks.\n{NEW}"
    ),
    "a link broken in the quote": above(
        "On Monday, 24 September, 2012 at 3:46 PM, Bob Lee wrote:",
        "> View it (http://example.com/action\n_nonce=3dd518)\n>",
    ),
    "a long line broken in the quote": above(
        "On 2 Nov 2026, Bob Lee wrote:",
        "> This line was so long that a program on its way broke it and lost\nthe mark\n> but it goes on.",
    ),
    "what somebody said is no attribution": case(
        "Hello,\n\nShe said at 10:00 that it was paid:\nplease check.\n",
        reply_text="Hello,\n\nShe said at 10:00 that it was paid:\nplease check.",
    ),
    "what we wrote is none either": case(
        "Hello,\nOn 5 May we wrote the following:\nplease check.\n",
        reply_text="Hello,\nOn 5 May we wrote the following:\nplease check.",
    ),
    "bars of old news readers": case(
        f"Bob Lee writes:\n| {OLD}\n| Please tell us.\n\n{NEW}\n", reply_text=NEW
    ),
    "colons of old news readers": case(
        f"bob@example.org (Bob Lee) writes:\n\n: {OLD}\n: Please tell us.\n\n{NEW}\n", reply_text=NEW
    ),
    "greeting, quote, answer": case(
        f"Hello Bob,\n\nOn 02.11.26 10:00, Bob Lee wrote:\n{MARKED}\n\n{NEW}\n\nBest regards\nAnn\n",
        reply_text=f"Hello Bob,\n\n{NEW}", signature="Best regards\nAnn",
    ),
    "html, answers between what is cited": page(
        f'{CITE}<blockquote type="cite">Is it on?</blockquote><p>Yes.</p><blockquote type="cite">Is it red?</blockquote><p>No.</p>',
        reply_text="On 02.11.26 10:00, Bob Lee wrote:\n> Is it on?\n\nYes.\n\n> Is it red?\n\nNo.", quoted_text="",
    ),
    "html, a signature below what is cited": page(
        f'<p>{NEW}</p>{CITE}<blockquote type="cite">{OLD}</blockquote><div>-- <br>Ann Lee<br>Acme</div>',
        reply_text=NEW, quoted_text=f"On 02.11.26 10:00, Bob Lee wrote:\n> {OLD}", signature="--\nAnn Lee\nAcme",
    ),
    "html, the name below what is cited": page(
        f'{NEW}<br><blockquote type="cite"><div>On 2 Nov 2026, at 10:00, Bob Lee &lt;bob@example.org&gt; wrote:</div>{OLD}</blockquote><br>Ann Lee',
        reply_text=NEW, signature="Ann Lee",
    ),
    "html, a quoted poem is no quote": page(
        "<p>They told me:</p><blockquote>Error 17</blockquote><p>What now?</p>", reply_text="They told me:\n\nError 17\n\nWhat now?"
    ),
    "html, a ruled line begins a new one": page(
        f"{NEW}<hr><b>From:</b> bob@example.org<br><b>To:</b> Ann<br><b>Sent:</b> Friday<br><b>Subject:</b> Printer<br><br>{OLD}",
        reply_text=NEW,
    ),
    "text and html, the text bears the marks": multipart(
        (TEXT, f"{NEW}\n\nOn 2 Nov 2026, Bob Lee wrote:\n{MARKED}\n\n--\nAnn"), (HTML, f"<p>{NEW}</p><p>{OLD}</p>"),
        kind="alternative", reply_text=NEW, signature="--\nAnn",
    ),
    "an archive hides the address": case(
        NEW, "From: ann at example.net (Ann Lee)", from_email="ann@example.net", from_name="Ann Lee", outcome="created"
    ),
    "an archive's sentence is no address": case(NEW, "From: meet at noon", outcome="quarantined", reason="no_sender"),
}  # fmt: skip
