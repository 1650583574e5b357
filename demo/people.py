"""Names for customers. No look-ups, no Faker: the same seed gives the same people whatever version is installed."""

import unicodedata
from dataclasses import dataclass
from random import Random

from demo.company import COMPANIES, Company

FIRST_NAMES = {
    "en": (
        "Ava Ben Chloe Daniel Ella Finn Georgia Harry Isla Jack Kiran Lucy Mohammed Nora Oliver Poppy Quentin Ruby "
        "Sam Tara Uma Victor Wendy Xavier Yasmin Zoe Amara Bruno Carmen Dmitri Esther Farid Ingrid Jamal Katya "
        "Luca Marta Nikhil Olga Pedro Rania Stefan Thandi Ulrik Vera Winston Ximena Yusuf Alice George Irene Keith "
        "Maureen Niamh Owen Rhys Siobhan Gareth"
    ),
    "de": (
        "Anna Bernd Claudia Dirk Emma Frank Greta Heiko Ines Jan Katrin Lars Marie Niklas Olaf Petra Ralf Sabine "
        "Thomas Ute Volker Wiebke Yvonne Britta Carsten Doreen Elif Florian Gesine Holger Jürgen Maren Sönke Antje "
        "Björn"
    ),
}
LAST_NAMES = {
    "en": (
        "Adams Bennett Clarke Dixon Edwards Foster Graham Hughes Ibrahim Jenkins Khan Lawson Mitchell Nguyen "
        "Osborne Palmer Quinn Reid Shaw Turner Underwood Vaughan Walsh Young Zimmerman Okafor Silva Rossi Kowalski "
        "Andersson Dubois Haddad Sharma Tan Costa Petrov Murphy Kelly Campbell Stewart Morgan Price Bailey Chapman "
        "Doyle Ellis Fraser Gibson Hart Iqbal Joyce Kaur"
    ),
    "de": (
        "Albrecht Becker Claasen Dietrich Engel Fischer Großmann Hartmann Jansen Krüger Lehmann Möller Neumann "
        "Oswald Pohl Richter Schäfer Thiele Ullrich Vogel Weber Yildiz Zimmermann Arnold Böhm Lorenz Seidel Kaiser "
        "Franke Busch"
    ),
}


@dataclass(frozen=True, slots=True)
class Customer:
    email: str
    name: str
    language: str
    company: Company | None = None
    phone: str = ""

    @property
    def domain(self) -> str:
        return self.email.partition("@")[2]


ANN = Customer("ann@example.net", "Ann Lee", "en", COMPANIES[0], "+44 1632 960 107")
KNOWN_CUSTOMERS = (
    ANN,
    Customer("ben@example.net", "Ben Carter", "en", COMPANIES[0]),
    Customer("petra@example.net", "Petra Seidel", "de", COMPANIES[1], "+49 30 23125 044"),
    Customer("clara@example.net", "Clara Nwosu", "en"),
)


def customers(random: Random, number: int) -> list[Customer]:
    """`number` different people, the known ones first; most of them belong to a company."""
    people = list(KNOWN_CUSTOMERS[:number])
    taken = {person.email for person in people}
    while len(people) < number:
        person = _customer(random)
        if person.email not in taken:
            taken.add(person.email)
            people.append(person)
    return people


def folded(name: str) -> str:
    """As it stands in an address: ASCII, lower case, dots between."""
    german = name.lower().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode()
    return plain.replace(" ", ".")


def _customer(random: Random) -> Customer:
    company = random.choice(COMPANIES) if random.random() < 0.85 else None
    language = company.language if company else random.choice(("en", "en", "en", "de"))
    name = f"{random.choice(FIRST_NAMES[language].split())} {random.choice(LAST_NAMES[language].split())}"
    domain = company.domain if company else random.choice(("mailbox.example", "posthouse.example", "freemail.example"))
    phone = f"+44 1632 960 {random.randint(100, 999)}" if random.random() < 0.4 else ""
    return Customer(f"{folded(name)}@{domain}", name, language, company, phone)
