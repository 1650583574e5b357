"""Telling people of ours what concerns them: in the desk, by mail, in the browser.

`kinds` and `rules`: of what, and who. `writing`: the rows, in the transaction of the event. `inbox`: reading them. `quiet`:
when nobody is disturbed. `mailing`: the mails, held for a while. `settings`: how each person wants it.
"""
