"""What the domain of a mailbox publishes: others judge by it whether our mail is from us."""

from django.utils.translation import gettext as _

from mail import dns
from mail.checking.steps import Findings
from mail.dkim_check import dmarc_tags
from mail.dns import Unanswered
from mail.models import Mailbox


def record_steps(mailbox: Mailbox) -> Findings:
    """SPF and DMARC of the domain, and who takes its mail."""
    found = Findings("records")
    domain = mailbox.address.rpartition("@")[2]
    try:
        _incoming(domain, found)
        _spf(domain, found)
        _dmarc(domain, found)
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
    else:
        found.good("spf", _("SPF of %(domain)s: %(record)s") % names)


def _dmarc(domain: str, found: Findings) -> None:
    records = dns.txt(f"_dmarc.{domain}")
    policy = dmarc_tags(records).get("p", "")
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
