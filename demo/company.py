"""Taskmoor, the company of the demo: planning, time tracking and invoicing for project firms. And its customers."""

from dataclasses import dataclass

MAILBOX = ("support@example.com", "Taskmoor Support")
SIGNATURE = (
    "<p>{% if requester.language == 'de' %}Viele Grüße{% else %}Kind regards{% endif %}<br>"
    "{{ agent.name }} · {{ mailbox.name }}</p>"
)
PASSWORD = "demo"  # noqa: S105  # printed at the end of `make run`; only in the demo


@dataclass(frozen=True, slots=True)
class StaffMember:
    email: str
    name: str
    role: str
    level: int
    teams: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class TeamPlan:
    name: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    domain: str
    tier: str
    language: str = "en"
    shares_tickets: bool = False
    notes: str = ""


FIRST_LINE, FIRST_LINE_DE = "First line", "First line (German)"
BILLING, SPECIALISTS, ENGINEERING = "Billing", "Product specialists", "Engineering"

TEAMS = (
    TeamPlan(FIRST_LINE, (1,)),
    TeamPlan(FIRST_LINE_DE, (1,)),
    TeamPlan(BILLING, (2,)),
    TeamPlan(SPECIALISTS, (2,)),
    TeamPlan(ENGINEERING, (3,)),
)

STAFF = (
    StaffMember("admin@example.com", "Ada Min", "admin", 3, ()),
    StaffMember("manager@example.com", "Maya Ortiz", "manager", 2, ()),
    StaffMember("lead@example.com", "Lena Vogt", "lead", 2, (FIRST_LINE, FIRST_LINE_DE, SPECIALISTS), "de"),
    StaffMember("agent@example.com", "Omar Haddad", "agent", 1, (FIRST_LINE,)),
    StaffMember("agent2@example.com", "Bea Novak", "agent", 2, (SPECIALISTS, BILLING)),
    StaffMember("agent3@example.com", "Ivo Lindqvist", "agent", 3, (ENGINEERING,)),
    StaffMember("grace@example.com", "Grace Obi", "agent", 1, (FIRST_LINE,)),
    StaffMember("samir@example.com", "Samir Patel", "agent", 1, (FIRST_LINE,)),
    StaffMember("julia@example.com", "Julia Brandt", "agent", 1, (FIRST_LINE_DE, FIRST_LINE), "de"),
    StaffMember("timo@example.com", "Timo Keller", "agent", 1, (FIRST_LINE_DE,), "de"),
    StaffMember("rosa@example.com", "Rosa Marchetti", "agent", 2, (BILLING,)),
    StaffMember("karl@example.com", "Karl Wendt", "agent", 2, (SPECIALISTS,), "de"),
    StaffMember("yuki@example.com", "Yuki Tanaka", "agent", 3, (ENGINEERING,)),
)


def _companies(tier: str, language: str, *lines: str) -> tuple[Company, ...]:
    """Each line: name|domain."""
    pairs = (line.split("|") for line in lines)
    return tuple(Company(name, f"{domain}.example", tier, language) for name, domain in pairs)


COMPANIES = (
    Company(
        "Lakeside Studio",
        "lakeside.example",
        "premium",
        shares_tickets=True,
        notes="Design studio, 14 people. Ann Lee decides; Ben looks after the technical side.",
    ),
    Company(
        "Brückner Ingenieure",
        "brueckner.example",
        "enterprise",
        "de",
        shares_tickets=True,
        notes="Jahresvertrag bis März. Ansprechpartnerin für Verträge ist Frau Seidel.",
    ),
    *_companies(
        "enterprise",
        "en",
        "Hartwell Engineering|hartwell",
        "Meridian Architects|meridian",
        "Castlegate Consulting|castlegate",
        "Blue Heron Media|blueheron",
        "Northern Rail Design|nraildesign",
    ),
    *_companies(
        "premium",
        "en",
        "Foxglove Films|foxglove",
        "Pine & Partners|pineandpartners",
        "Copperline Software|copperline",
        "Willowbank Events|willowbank",
        "Saltmarsh Surveyors|saltmarsh",
        "Tidewater Labs|tidewater",
        "Ember Advertising|ember",
        "Quarry Lane Builders|quarrylane",
        "Juniper Interiors|juniper",
        "Atlas Fit-Out|atlasfitout",
        "Moorland Solar|moorland",
    ),
    *_companies(
        "standard",
        "en",
        "Little Lantern Theatre|littlelantern",
        "Greenway Gardens|greenway",
        "Baker Street Print|bakerprint",
        "Harbour Light Charity|harbourlight",
        "Kestrel Drones|kestrel",
        "Maple Leaf Translations|mapleleaf",
        "Peak Outdoor Training|peakoutdoor",
        "Riverbend Photography|riverbend",
        "Stonebridge Legal|stonebridge",
        "Thistle Catering|thistle",
        "Upland Vets|uplandvets",
        "Velvet Sound|velvetsound",
        "Westwind Sailing|westwind",
        "Yellow Door Recruiting|yellowdoor",
        "Zephyr Cycles|zephyr",
        "Oldfield Joinery|oldfield",
        "Nightingale Care|nightingale",
        "Ironbridge Fabrication|ironbridge",
    ),
    *_companies("enterprise", "de", "Nordlicht Energie|nordlicht", "Seiler Maschinenbau|seiler"),
    *_companies(
        "premium",
        "de",
        "Hofmann Messebau|hofmann",
        "Werkraum Architekten|werkraum",
        "Kontor Sieben|kontorsieben",
        "Lindner Elektrotechnik|lindner",
    ),
    *_companies(
        "standard",
        "de",
        "Tischlerei Adler|tischlerei-adler",
        "Grünschnitt Gartenbau|gruenschnitt",
        "Stadtbühne Celle|stadtbuehne",
        "Fotohaus Petersen|petersen",
        "Pflegedienst Sonnenweg|sonnenweg",
    ),
)
