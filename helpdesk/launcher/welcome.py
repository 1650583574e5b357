"""The block at the end of the start: where everything is and what to do first."""

import shlex

from .options import ROOT, Options

DEMO_STAFF = (
    ("agent@example.com", "agent, level 1"),
    ("agent2@example.com", "agent, level 2"),
    ("agent3@example.com", "agent, level 3"),
    ("lead@example.com", "team lead"),
    ("manager@example.com", "manager"),
    ("admin@example.com", "admin"),
)


def welcome(options: Options, *, mailbox: str, seconds: float, state: str, bold: bool) -> str:
    title = f"Helpdesk is ready ({seconds:.0f} s)" if state == "ready" else f"Helpdesk runs, but not all of it: {state}"
    lines = [f"\033[1m{title}\033[0m" if bold else title, "", *addresses(options), ""]
    lines += demo_people() if options.demo else ["First sign-in:", f"  {manage_command(options)} createsuperuser"]
    lines += [
        "",
        "Send it a mail:",
        f"  {mail_command(options, mailbox)}",
        "",
        "Ctrl-C stops everything; the data stays in",
    ]
    lines[-1] += f" {options.data_dir}"
    return "\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n\n"


def addresses(options: Options) -> list[str]:
    base = options.site_url.rstrip("/") or options.local_address
    places = [("Customers' portal", f"{base}/"), ("Agents' desk", f"{base}/desk/")]
    if options.demo:
        places.append(("Mail catcher", f"{base}/demo/mail/"))
    places += [("API", f"{base}/api/docs/"), ("Mail in (SMTP)", f"{options.host}:{options.smtp_port}")]
    return [f"{name:<18} {place}" for name, place in places]


def demo_people() -> list[str]:
    staff = [f"  {email:<20} {what}" for email, what in DEMO_STAFF]
    customer = "Customers sign in with a code by mail: ask for one as ann@example.net, read it in the mail catcher."
    return ["Staff sign in with the password demo:", *staff, customer]


def manage_command(options: Options) -> str:
    """Reaches this database also where the data is not in the usual folder."""
    elsewhere = options.data_dir != ROOT / ".local"
    prefix = f"HELPDESK_DATA_DIR={shlex.quote(str(options.data_dir))} " if elsewhere else ""
    return f"{prefix}.venv/bin/python manage.py"


def mail_command(options: Options, mailbox: str) -> str:
    """One line that works wherever Helpdesk does: with Python's own SMTP client."""
    header = rf"From: Ann <ann@example.net>\nTo: {mailbox}\nSubject: Hello"
    message = rf"{header}\n\nThe export button does nothing."
    send = f"s.sendmail('ann@example.net', '{mailbox}', '{message}')"
    return f"python3 -c \"import smtplib; s = smtplib.SMTP('{options.host}', {options.smtp_port}); {send}\""
