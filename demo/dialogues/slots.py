"""What stands in the slots: invoice numbers, dates, projects, versions, drawn by a seeded generator."""

from datetime import date, timedelta
from random import Random

PLANS = ("Team", "Business", "Enterprise")
PROJECTS = (
    "Harbour Website", "Orchard Rebrand", "Northgate Office", "Summer Campaign", "Warehouse Move", "Museum App",
    "Bridge Survey", "Annual Report", "Clinic Rollout", "Winter Catalogue", "Station Refit", "Solar Park East",
    "Library Archive", "Festival Tickets", "Line 7 Signage", "Brewery Shop",
    "Hillside Homes", "Fleet Tracker",
)  # fmt: skip
CLIENTS = (
    "Aldermoor Foods", "Beckett & Rowe", "City of Lindholm", "Dockside Hotels", "Everline Transport",
    "Fairmead Clinics", "Greystone Insurance", "Hollin Energy", "Ingleby Schools", "Jarrow Steel", "Kingsmere Homes",
    "Larkfield Museum", "Marlow Dairy", "Norwood Rail", "Oakhurst Bank",
)  # fmt: skip
COLLEAGUES = ("Priya", "Tom", "Elena", "Marcus", "Sofia", "Jonas", "Aisha", "Felix", "Hannah", "Diego", "Mei", "Paul")
CITIES = ("Bristol", "Rotterdam", "Leipzig", "Porto", "Gothenburg", "Lyon", "Graz", "Kraków", "Aarhus", "Ghent")
BROWSERS = ("Firefox 141", "Chrome 139", "Safari 19", "Edge 139")
DEVICES = ("iPhone 15", "iPhone 16 Pro", "Pixel 9", "Galaxy S24", "Fairphone 5", "iPad Air", "Galaxy Tab S9")
FILES = ("clients", "tasks", "timesheet", "projects", "contacts", "hours-2026", "migration", "inventory")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


def slots_for(random: Random, *, language: str, today: date, domain: str) -> dict[str, str]:
    """A value for every slot that a dialogue may use; the same generator state gives the same values."""
    day = today - timedelta(days=random.randint(1, 12))
    colleague = random.choice(COLLEAGUES)
    minute = random.choice((0, 5, 10, 15, 20, 30, 35, 40, 45, 55))
    return {
        "amount": _money(random.randint(4_900, 428_000), language),
        "browser": random.choice(BROWSERS),
        "card": f"{random.randint(0, 9999):04d}",
        "city": random.choice(CITIES),
        "client": random.choice(CLIENTS),
        "colleague": colleague,
        "colleague_mail": f"{colleague.lower()}@{domain}",
        "count": _number(random.randint(120, 4_800), language),
        "date": _date(day, language),
        "device": random.choice(DEVICES),
        "domain": domain,
        "error": f"E-{random.getrandbits(24):06X}",
        "file": f"{random.choice(FILES)}-{random.randint(2, 99)}.csv",
        "invoice": f"TM-2026-{random.randint(1_000, 99_999):05d}",
        "month": MONTHS[language].split()[day.month - 1],
        "order": f"{random.choice('RPA')}{random.randint(20_000, 99_999)}",
        "percent": str(random.choice((30, 40, 63, 78, 87, 90, 94, 99))),
        "plan": random.choice(PLANS),
        "project": random.choice(PROJECTS),
        "seats": str(random.randint(12, 140)),
        "small": str(random.randint(4, 9)),
        "time": f"{random.randint(7, 16):02d}:{minute:02d}",
        "token_hint": f"Token tmk_{random.getrandbits(32):08x}",
        "version": f"7.{random.randint(8, 24)}.{random.randint(0, 6)}",
    }


def _money(cents: int, language: str) -> str:
    text = f"{cents / 100:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) + " €" if language == "de" else f"€{text}"


def _number(value: int, language: str) -> str:
    return f"{value:,}".replace(",", ".") if language == "de" else f"{value:,}"


def _date(day: date, language: str) -> str:
    month = MONTHS[language].split()[day.month - 1]
    return f"{day.day}. {month}" if language == "de" else f"{day.day} {month}"
