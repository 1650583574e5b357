"""What the domain of a mailbox publishes: others judge by it whether our mail is from us."""

import re

from django.utils.translation import gettext as _

from mail import dns
from mail.checking.steps import Findings
from mail.dkim_check import dmarc_of, policy_of
from mail.dns import Unanswered
from mail.models import Mailbox, MailProvider, Provider
from mail.signing import key_of

# What an SPF record says of the servers that it does not name.
_SAYS_OF_OTHERS = re.compile(r"\s(?:[-~]all|redirect=\S+)(?:\s|$)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def record_steps(mailbox: Mailbox) -> Findings:
    """SPF, DMARC and DKIM of the domain, and who takes its mail."""
    found = Findings("records")
    domain = mailbox.address.rpartition("@")[2]
    dns.forget_answers()
    try:
        _incoming(domain, found)
        _spf(domain, found)
        _dmarc(domain, found)
        _dkim(mailbox, found)
    except Unanswered:
        words = _("No name server answered for %(domain)s, so its records are not known.") % {"domain": domain}
        found.hint(
            "dns", words, _("Try again in a minute. Whoever runs this help desk can name a server in MAIL_DNS_SERVER.")
        )
    return found


def _incoming(domain: str, found: Findings) -> None:
    hosts = dns.mx(domain)
    names = {"domain": domain, "hosts": ", ".join(hosts[:3])}
    if hosts:
        found.good("mx", _("Mail to %(domain)s goes to %(hosts)s.") % names)
    else:
        advice = _("Without an MX record at your DNS provider, customers' mail may not arrive anywhere.")
        found.bad("mx", _("%(domain)s names no server that takes its mail.") % names, advice)


def _spf(domain: str, found: Findings) -> None:
    records = [text for text in dns.txt(domain) if text.lower().split(" ")[0] == "v=spf1"]
    names = {"domain": domain, "record": records[0] if records else "", "count": len(records)}
    if len(records) > 1:
        advice = _("Join them into one at your DNS provider: with several, receivers take none of them.")
        found.bad("spf", _("%(domain)s has %(count)s SPF records.") % names, advice)
    elif not records:
        advice = _("Publish a TXT record such as: v=spf1 include:YOUR-PROVIDER -all")
        found.bad("spf", _("%(domain)s has no SPF record, so our mail may land in spam.") % names, advice)
    elif records[0].lower().rstrip().endswith("+all"):
        advice = _("End it with -all or ~all.")
        found.bad("spf", _("The SPF record of %(domain)s allows everybody to send: %(record)s") % names, advice)
    elif not _SAYS_OF_OTHERS.search(records[0]):
        advice = _("End it with -all or ~all.")
        found.hint("spf", _("The SPF record of %(domain)s forbids nobody to send: %(record)s") % names, advice)
    else:
        found.good("spf", _("SPF of %(domain)s: %(record)s") % names)


def _dmarc(domain: str, found: Findings) -> None:
    records = dns.txt(f"_dmarc.{domain}")
    policy = policy_of(domain, dns.txt) if dmarc_of(domain, dns.txt)[0].get("p") else ""
    names = {"domain": domain, "policy": policy}
    if len(records) > 1 and not policy:
        found.bad("dmarc", _("%(domain)s has several DMARC records, of which receivers take none.") % names)
    elif not policy:
        advice = _(
            "Publish a TXT record at _dmarc.%(domain)s such as: v=DMARC1; p=none; rua=mailto:postmaster@%(domain)s"
        )
        found.bad("dmarc", _("%(domain)s has no DMARC record, so our mail may land in spam.") % names, advice % names)
    elif policy == "none":
        advice = _("Once your reports show that all your mail passes, p=quarantine keeps forgers out.")
        found.hint("dmarc", _("DMARC of %(domain)s only watches (p=none).") % names, advice)
    else:
        found.good("dmarc", _("DMARC of %(domain)s asks receivers to stop forged mail (p=%(policy)s).") % names)


def _dkim(mailbox: Mailbox, found: Findings) -> None:
    """Whether what receivers look up is our key. Where others sign, nothing tells us under which name."""
    key = key_of(mailbox)
    if key is None:
        _signed_elsewhere(mailbox, found)
        return
    names = {"name": key.record_name, "domain": key.domain}
    records = [_SPACES.sub("", text) for text in dns.txt(key.record_name)]
    if any(f"p={key.public_key}" in text for text in records):
        said = _("The DKIM record at %(name)s is there, and our mail is signed.") if key.is_on else ""
        if said:
            found.good("dkim", said % names)
        else:
            words = _("The DKIM record at %(name)s is there, but nothing is signed yet.") % names
            found.hint("dkim", words, _("Start signing on the page “DKIM signature” of this mailbox."))
        return
    advice = _("Copy it from the page “DKIM signature” of this mailbox to your DNS provider, and wait until it shows.")
    if records:
        said = _("The DKIM record at %(name)s holds another key than ours.") % names
    else:
        said = _("There is no DKIM record at %(name)s yet.") % names
    if key.is_on:
        stop = _("Until it is there, stop signing: a signature that nobody can check looks forged.")
        found.bad("dkim", said, f"{advice} {stop}")
    else:
        found.hint("dkim", said, advice)


def _signed_elsewhere(mailbox: Mailbox, found: Findings) -> None:
    provider = MailProvider.objects.filter(mailbox=mailbox, sends=True).exclude(kind=Provider.SMTP).first()
    names = {"domain": mailbox.address.rpartition("@")[2]}
    if provider is not None:
        words = _("Whether mail of %(domain)s is signed (DKIM) is up to %(provider)s.")
        advice = _("See there that the domain is verified: without its DKIM record our mail may land in spam.")
        found.hint("dkim", words % (names | {"provider": provider.get_kind_display()}), advice)
        return
    advice = _("Unless the server that sends signs it, make a key on the page “DKIM signature” of this mailbox.")
    found.hint("dkim", _("We do not sign mail of %(domain)s (DKIM), so it may land in spam.") % names, advice)
