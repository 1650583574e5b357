"""One act on many tickets. `acts` says what each kind does to a ticket, `undoing` how that is put back, `running` carries a
started act out ticket by ticket, `results` tells what became of it. It is started by the verbs of tickets/actions/bulk.py.
"""
