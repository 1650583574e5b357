"""Answers in the HTML of thirty programs, and more of what machines write, beside what only looks like it."""

# ruff: noqa: E501 - lines as programs write them
from tests.mail.corpus.case import Case, case

N = "The printer works again."
OLD = "<p>Did you try to switch it off and on?</p>"


def page(html: str, *, reply: str = N, **expected: str) -> Case:
    return case(html, "Content-Type: text/html; charset=utf-8", reply_text=reply, **expected)


def returned(body: str, head: str) -> Case:
    return case(body, head, is_auto=True, is_bounce=True, outcome="ignored", reason="bounce")


def by_itself(body: str, head: str) -> Case:
    return case(body, head, is_auto=True, is_bounce=False)


def by_a_person(body: str, head: str) -> Case:
    return case(body, head, is_auto=False, is_bounce=False, outcome="created")


def footed(footer: str) -> Case:
    return case(f"{N}\n\n{footer}\n", reply_text=N, signature=footer)


PAGES = {
    "gmail 2024": page(
        f'<div dir="ltr">{N}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Fri, 2 Nov 2024 at 10:00, Bob wrote:<br></div><blockquote class="gmail_quote">{OLD}</blockquote></div>'
    ),
    "owa 2003": page(
        f"<DIV id=idOWAReplyText1><DIV dir=ltr>{N}</DIV></DIV><DIV><HR tabIndex=-1><FONT face=Tahoma size=2><B>From:</B> Bob Lee<BR><B>Sent:</B> Fri 11/2/2007 10:00 AM<BR><B>To:</B> Ann<BR><B>Subject:</B> Printer<BR></FONT><BR></DIV>{OLD}"
    ),
    "oe6": page(
        f'<BODY bgColor=#ffffff><DIV><FONT face=Arial size=2>{N}</FONT></DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; BORDER-LEFT: #000000 2px solid"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV style="FONT: 10pt arial"><B>From:</B> Bob Lee</DIV><DIV><B>To:</B> Ann</DIV><DIV><B>Sent:</B> Friday, November 02, 2001 10:00 AM</DIV><DIV><B>Subject:</B> Printer</DIV><DIV><BR></DIV>Did you try?</BLOCKQUOTE></BODY>'
    ),
    "thunderbird below": page(
        f'<div class="moz-cite-prefix">On 02/11/2012 10:00, Bob Lee wrote:<br></div><blockquote cite="mid:x@y" type="cite">{OLD}</blockquote><p>{N}</p>'
    ),
    "thunderbird sig": page(
        f'<p>{N}</p><pre class="moz-signature" cols="72">-- \nAnn Lee</pre>', signature="--\nAnn Lee"
    ),
    "yahoo classic": page(
        f'<table><tr><td style="font:inherit;">{N}<br><br>--- On <b>Fri, 11/2/12, Bob Lee <i>&lt;bob@example.org&gt;</i></b> wrote:<br><blockquote style="border-left: 2px solid rgb(16, 16, 255);"><br>From: Bob<br>{OLD}</blockquote></td></tr></table>'
    ),
    "hotmail": page(
        f'<html><body class="hmmessage"><div dir="ltr">{N}<br><br><div><hr id="stopSpelling">Date: Fri, 2 Nov 2012 10:00:00 +0000<br>From: bob@example.org<br>To: ann@example.net<br>Subject: Printer<br><br>{OLD}</div></div></body></html>'
    ),
    "gmx": page(
        f'<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;"><div>{N}</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Freitag, 02. November 2018 um 10:00 Uhr<br/><b>Von:</b>&nbsp;"Bob Lee" &lt;bob@example.org&gt;<br/><b>An:</b>&nbsp;ann@example.net<br/><b>Betreff:</b>&nbsp;Drucker</div><div name="quoted-content">Did you try?</div></div></div></div></body></html>'
    ),
    "mailru": page(
        f'<HTML><BODY><div>{N}</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Пятница, 2 ноября 2018, 10:00 +03:00 от Bob &lt;bob@example.org&gt;:<br><div id="">Did you try?</div></blockquote></BODY></HTML>'
    ),
    "yandex": page(
        f'<div>{N}</div><div> </div><div>02.11.2018, 10:00, "Bob Lee" &lt;bob@example.org&gt;:</div><blockquote><p>Did you try?</p></blockquote>'
    ),
    "qq": page(
        '<div>打印机好了，谢谢你们的帮助。</div><div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Bob"&lt;bob@example.org&gt;;</div><div><b>发送时间:</b>&nbsp;2018年11月2日(星期五) 上午10:00</div><div><b>收件人:</b>&nbsp;"Ann"&lt;ann@example.net&gt;;</div><div><b>主题:</b>&nbsp;打印机</div></div><div>试过了吗?</div>',
        reply="打印机好了，谢谢你们的帮助。",
    ),
    "163": page(
        f'<div style="line-height:1.7">打印机好了，谢谢你们的帮助。<br><br>At 2018-11-02 10:00:00, "Bob Lee" &lt;bob@example.org&gt; wrote:<br> <blockquote id="isReplyContent" style="PADDING-LEFT: 1ex">{OLD}</blockquote></div>',
        reply="打印机好了，谢谢你们的帮助。",
    ),
    "foxmail": page(
        '<div><span></span>打印机好了，谢谢你们的帮助。</div><hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left"><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><div style="background:#efefef;"><div><b>发件人：</b>&nbsp;<a>Bob</a></div><div><b>发送时间：</b>&nbsp;2018-11-02&nbsp;10:00</div><div><b>收件人：</b>&nbsp;Ann</div><div><b>主题：</b>&nbsp;打印机</div></div></div><div>试过了吗?</div>',
        reply="打印机好了，谢谢你们的帮助。",
    ),
    "naver": page(
        '<div><p>프린터가 다시 작동합니다.</p></div><div style="border-left:2px solid #c8c8c8"><p>-----Original Message-----<br><b>From:</b> "Bob"&lt;bob@example.org&gt;<br><b>To:</b> ann@example.net<br><b>Cc:</b> <br><b>Sent:</b> 2018-11-02 (금) 10:00:00<br><b>Subject:</b> 프린터</p></div><p>시도해 보셨나요?</p>',
        reply="프린터가 다시 작동합니다.",
    ),
    "zimbra": page(
        f'<html><body><div>{N}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF"><b>From: </b>"Bob" &lt;bob@example.org&gt;<br><b>To: </b>"Ann"<br><b>Sent: </b>Friday, November 2, 2018 10:00:00 AM<br><b>Subject: </b>Printer<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote>{OLD}</blockquote></div></body></html>'
    ),
    "roundcube": page(
        f'<html><body style="font-size: 10pt"><p>{N}</p><p id="reply-intro">On 2018-11-02 10:00, Bob wrote:</p><blockquote type="cite" style="padding: 0 0.4em">{OLD}</blockquote></body></html>'
    ),
    "roundcube below": page(
        f'<p id="reply-intro">On 2018-11-02 10:00, Bob wrote:</p><blockquote type="cite">{OLD}</blockquote><p>{N}</p>'
    ),
    "notes 9": page(
        f"<font size=2>{N}</font><br><br><br><font size=1 color=#5f5f5f>From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Bob Lee &lt;bob@example.org&gt;</font><br><font size=1>To: &nbsp; &nbsp;</font><font size=1>Ann</font><br><font size=1>Date: &nbsp;</font><font size=1>02/11/2012 10:00</font><br><font size=1>Subject: &nbsp;</font><font size=1>Printer</font><br><hr noshade><br>Did you try?"
    ),
    "horde": page(
        f'<p>{N}<br><br>Zitat von Bob Lee &lt;bob@example.org&gt;:</p><blockquote type="cite" style="border-left:2px solid blue;">{OLD}</blockquote>'
    ),
    "openxchange": page(
        f'<div>{N}</div><blockquote type="cite"><div>Bob Lee &lt;bob@example.org&gt; hat am 02.11.2019 10:00 geschrieben:</div>{OLD}</blockquote>'
    ),
    "groupwise": page(
        f'<html><body style="MARGIN: 4px"><div>{N}</div><div>&nbsp;</div><div><br>&gt;&gt;&gt; Bob Lee &lt;bob@example.org&gt; 11/2/2012 10:00 AM &gt;&gt;&gt;<br>Did you try?</div></body></html>'
    ),
    "spark": page(
        f'<div name="messageBodySection"><div dir="auto">{N}</div></div><div name="messageReplySection">On 2 Nov 2018, 10:00 +0100, Bob &lt;bob@example.org&gt;, wrote:<br><blockquote type="cite">{OLD}</blockquote></div>'
    ),
    "new outlook": page(
        f'<div class="elementToProof" style="font-family: Aptos">{N}</div><div class="ms-outlook-mobile-reference-message skipProofing"><meta><hr><div><strong>From:</strong> Bob Lee &lt;bob@example.org&gt;<br><strong>Sent:</strong> Friday, November 2, 2024 10:00<br><strong>To:</strong> Ann<br><strong>Subject:</strong> Printer</div></div>{OLD}'
    ),
    "outlook ios": page(
        f'<div dir="ltr">{N}</div><div><br></div><div class="ms-outlook-ios-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> Bob &lt;bob@example.org&gt;<br><b>Sent:</b> Friday<br><b>To:</b> Ann<br><b>Subject:</b> Printer</div>{OLD}',
        signature="Get Outlook for iOS",
    ),
    "samsung": page(
        f'<div dir="auto">{N}</div><div><br></div><div id="composer_signature"><div style="font-size:85%;color:#575757">Von meinem Galaxy gesendet</div></div><div><br></div><div style="font-size:100%;color:#000000"><div>-------- Ursprüngliche Nachricht --------</div><div>Von: Bob &lt;bob@example.org&gt; </div><div>Datum: 02.11.18  10:00  (GMT+01:00) </div><div>An: ann@example.net </div><div>Betreff: Drucker </div></div>{OLD}',
        signature="Von meinem Galaxy gesendet",
    ),
    "front": page(
        f'<div>{N}</div><br><blockquote type="cite" class="front-blockquote"><p>On November 2, 2022 at 10:00 AM GMT+1 <a>bob@example.org</a> wrote:</p>{OLD}</blockquote>'
    ),
}
PROGRAMS = {
    **{f"html, {name}": one for name, one in PAGES.items()},
    "returned, exchange de": returned(
        "Ihre Nachricht\n\n  An:      bob@example.org\n  Betreff: Hallo\n\nkonnte an die folgenden Empfänger nicht übermittelt werden:\n\nbob@example.org\n    #5.1.1\n",
        "From: postmaster@example.org\nSubject: Unzustellbar: Hallo\nReturn-Path: <>",
    ),
    "returned, office365": returned(
        "Your message to bob@example.org couldn't be delivered.\n\nbob wasn't found at example.org.\n",
        "From: postmaster@example.onmicrosoft.com\nSubject: Undeliverable: Hello\nX-MS-Exchange-Message-Is-Ndr:\nReturn-Path: <>\nAuto-Submitted: auto-replied",
    ),
    "returned, gmail de": returned(
        "** Die Adresse wurde nicht gefunden **\n\nIhre Nachricht wurde nicht an bob@example.org zugestellt.\n",
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: bob@example.org",
    ),
    "returned, gmx": returned(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\nbob@gmx.example:\nSMTP error from remote server for RCPT TO command\n",
        "From: GMX Mailer Daemon <mailer-daemon@gmx.example>\nSubject: Mail delivery failed: returning message to sender",
    ),
    "returned, yahoo": returned(
        "Message from yahoo.com.\nUnable to deliver message to the following address(es).\n\n<bob@yahoo.example>:\nThis user doesn't have a yahoo.com account (bob@yahoo.example) [-5]\n\n--- Original message follows.\n",
        "From: MAILER-DAEMON@yahoo.com\nSubject: failure delivery",
    ),
    "returned, sendmail warn": returned(
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Fri, 2 Nov 2001 10:00:00\n",
        "From: Mail Delivery Subsystem <MAILER-DAEMON@example.org>\nSubject: Warning: could not send message for past 4 hours\nAuto-Submitted: auto-generated (warning-timeout)",
    ),
    "returned, lotus": returned(
        "Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  bob@example.org\n\nbecause:\n\n  User bob (bob@example.org) not listed in Domino Directory\n",
        "From: Postmaster@example.org\nSubject: DELIVERY FAILURE: User bob (bob@example.org) not listed in Domino Directory",
    ),
    "returned, ccmail": returned(
        "Message is undeliverable.\nReason: User name could not be found.\nPlease retype, resolve, or delete the user name.\nIntended recipient: bob@example.org\n",
        "From: POSTMASTER@example.org\nSubject: Message Not Deliverable",
    ),
    "returned, groupwise": returned(
        "The message that you sent was undeliverable to the following:\n\tbob (user not found)\n\nPossibly truncated original message follows:\n",
        "From: Mail Administrator <Postmaster@example.org>\nSubject: Mail System Error - Returned Mail",
    ),
    "returned, imail": returned(
        "User mailbox exceeds allowed size: bob@example.org\n\nOriginal message follows.\n\nReceived: from x\n",
        "From: Postmaster <postmaster@example.org>\nSubject: Undeliverable Mail",
    ),
    "returned, vms": returned(
        "Your message could not be delivered to:\nbob@example.org\nYour message is being returned to you.\n",
        "From: PMDF Mail Server <Postmaster@example.org>\nSubject: Delivery Notification: Delivery has failed",
    ),
    "returned, mdaemon": returned(
        "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFAILED: bob@example.org\n",
        "From: MDaemon@example.org\nSubject: Permanent Delivery Failure",
    ),
    "returned, amavis none fr": returned(
        "Ceci est un message automatique : votre message n'a pas pu être remis à bob@example.org\n550 5.1.1\n",
        "From: MAILER-DAEMON@example.org\nSubject: Message non distribuable\nReturn-Path: <>",
    ),
    "returned, mailru": returned(
        "Это письмо создано автоматически сервером Mail.Ru.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n**********************\n\nbob@mail.example\nпользователь не найден\nuser not found\n",
        "From: Mail Delivery System <mailer-daemon@corp.mail.example>\nSubject: Mail failure.\nX-Failed-Recipients: bob@mail.example",
    ),
    "returned, qq cn": returned(
        "抱歉，您的邮件被退回来了……\n原邮件信息：\n收件人：bob@qq.example\n退信原因： 收件人邮件地址不存在\n",
        "From: PostMaster@qq.com\nSubject: 系统退信",
    ),
    "returned, 163 cn": returned(
        "抱歉，您的邮件被退回来了……\n收件人：bob@163.example\n退信原因: 550 User not found\n",
        "From: Postmaster@163.com\nSubject: 系统退信/Systems bounce",
    ),
    "by itself, exchange ooo el": by_itself("Είμαι εκτός γραφείου.", "Subject: Αυτόματη απάντηση: Γεια"),
    "by itself, exchange ooo he": by_itself("אני מחוץ למשרד.", "Subject: תשובה אוטומטית: שלום"),
    "by itself, exchange ooo ar": by_itself("أنا خارج المكتب.", "Subject: رد تلقائي: مرحبا"),
    "by itself, exchange ooo hr": by_itself("Nisam u uredu.", "Subject: Automatski odgovor: Bok"),
    "by itself, exchange ooo bg": by_itself("Не съм в офиса.", "Subject: Автоматичен отговор: Здравей"),
    "by itself, exchange ooo sr": by_itself("Nisam tu.", "Subject: Аутоматски одговор: Здраво"),
    "by itself, exchange ooo lt": by_itself("Nesu biure.", "Subject: Automatinis atsakymas: Labas"),
    "by itself, exchange ooo ca": by_itself("No hi soc.", "Subject: Resposta automàtica: Hola"),
    "by itself, exchange ooo th": by_itself("ไม่อยู่", "Subject: ตอบกลับอัตโนมัติ: สวัสดี"),
    "by itself, exchange ooo id": by_itself("Tidak di kantor", "Subject: Balasan otomatis: Halo"),
    "by itself, notes ooo 8": by_itself(
        "Ich bin bis 5.11. abwesend.", "Subject: AUTO: Bob Lee ist außer Haus (Rückkehr am 05.11.2007)"
    ),
    "by itself, groupwise vac": by_itself(
        "Away.", "Subject: Re: Hello (Out of the office)\nX-Mailer: Novell GroupWise\nAuto-Submitted: auto-replied"
    ),
    "by itself, cpanel": by_itself(
        "Thanks for your mail",
        "Subject: Thank you\nX-Autorespond: Hello\nPrecedence: auto_reply\nX-Loop: bob@example.org",
    ),
    "by itself, earthlink cr": by_itself(
        "Click the link to have your message delivered.",
        "From: bob@earthlink.example\nSubject: Re: Hello (EarthLink spamBlocker)\nX-ELNK-AV: 0\nAuto-Submitted: auto-replied",
    ),
    "by itself, boxbe": by_itself(
        "Please confirm.",
        "From: Boxbe <support@boxbe.com>\nSubject: Hello (Action Required)\nAuto-Submitted: auto-replied",
    ),
    "by itself, tmda": by_itself(
        "Please reply to confirm.",
        "From: bob-confirm-1.2.abc@example.org\nSubject: Please confirm your message\nX-Delivery-Agent: TMDA/1.1\nAuto-Submitted: auto-replied",
    ),
    "by itself, gelesen": by_itself(
        "Ihre Nachricht wurde gelesen",
        "Subject: Gelesen: Hallo\nContent-Type: text/plain\nX-MS-Exchange-Inbox-Rules-Loop: x\nAuto-Submitted: auto-replied",
    ),
    "a person, asks about ooo": by_a_person(
        "Can I set an out of office reply for my team?", "Subject: Out of office question"
    ),
    "a person, asks about bounce": by_a_person(
        "I got: Mail delivery failed: returning message to sender. What is wrong?",
        "Subject: Mail delivery failed: what now?",
    ),
    "a person, suppress header": by_a_person(
        "Hello, my invoice is wrong.", "Subject: Invoice\nX-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"
    ),
    "a person, list post": by_a_person(
        "How do I compile it?",
        "Subject: [foo-users] compile\nList-Id: <foo-users.example.org>\nPrecedence: list\nSender: foo-users-bounces@example.org",
    ),
    "a person, priority bulk list": by_a_person(
        "How do I compile it?", "Subject: [foo] compile\nPrecedence: bulk\nX-Mailing-List: foo@example.org"
    ),
    "a person, auto submitted no": by_a_person("Hello, my invoice is wrong.", "Subject: Invoice\nAuto-Submitted: no"),
    "a person, forwarded bounce": by_a_person(
        "FYI this came back.\n\n---------- Forwarded message ----------\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\n\nx",
        "Subject: Fwd: Delivery Status Notification (Failure)",
    ),
    "a person, holiday word": by_a_person("On holiday: can I still get my invoice?", "Subject: Holiday invoice"),
    "a person, postmaster human": by_a_person(
        "Please add our address to your allow list. Best, Bob",
        "From: Bob <postmaster@example.org>\nSubject: Allow list",
    ),
    "footer, avg": footed(
        "---\nOutgoing mail is certified Virus Free.\nChecked by AVG anti-virus system (http://www.grisoft.com).\nVersion: 6.0.491 / Virus Database: 290 - Release Date: 18/06/2003"
    ),
    "footer, avast": footed(
        "---\nThis email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus"
    ),
    "footer, avast de": footed(
        "---\nDiese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nhttps://www.avast.com/antivirus"
    ),
    "footer, stars": footed(
        "*****************************************\nThis e-mail is confidential. If you are not the intended recipient\nplease notify the sender. DISCLAIMER applies.\n*****************************************"
    ),
    "footer, majordomo": footed(
        '-\nTo unsubscribe from this list: send the line "unsubscribe linux-kernel" in\nthe body of a message to majordomo@vger.kernel.org\nMore majordomo info at  http://vger.kernel.org/majordomo-info.html\nPlease read the FAQ at  http://www.tux.org/lkml/'
    ),
}
