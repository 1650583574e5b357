"""What our mails say: the shipped texts (templates/mail), and what an admin wrote in their place (models.MailText).

`kinds` lists the texts and their placeholders, `keeping` changes them, `rendering` makes a mail's subject, text and HTML.
"""
