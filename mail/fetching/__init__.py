"""Getting mail from others' servers by IMAP.

`imap` speaks with a server and says in words what went wrong, `fetch` reads folders into the ledger, `watching` waits for
news, `keeping` has the verbs of the settings. What a mail becomes is no matter of this package: it hands every byte to
`mail.receiving.store`, as the SMTP listener does.
"""
