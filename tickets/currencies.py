"""Amounts of money: the currencies of ISO 4217, how many decimals each has, and how an amount is read and written."""

import re
from decimal import Decimal

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from tickets.errors import Invalid

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
MOST = Decimal("999999999.999")


def decimals_of(currency: str) -> int:
    return 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2


def money_text(amount: Decimal, currency: str) -> str:
    """As the reader writes numbers: "1,250.00 EUR"."""
    return f"{number_format(amount, decimals_of(currency), use_l10n=True, force_grouping=True)} {currency}"


def plain_amount(amount: Decimal, currency: str) -> str:
    """For programs and the log: a point, the currency's decimals, no grouping."""
    return f"{amount:.{decimals_of(currency)}f}"


def currency_of(text: str) -> str:
    """The code that somebody wrote. Raises Invalid for one that ISO 4217 does not have."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise Invalid(_("Choose a currency by its three letters, such as EUR."))
    return code


def amount_of(text: str, currency: str) -> Decimal:
    """A positive amount as a person writes it ("12.50", "12,50", "1 200"). Raises Invalid for anything else."""
    written = re.sub(r"[\s\u00a0\u202f']", "", text)
    decimal_mark = str(get_format("DECIMAL_SEPARATOR"))
    grouping = "," if decimal_mark == "." else "."
    if re.fullmatch(rf"[0-9]{{1,3}}({re.escape(grouping)}[0-9]{{3}})+({re.escape(decimal_mark)}[0-9]+)?", written):
        written = written.replace(grouping, "")
    written = written.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", written, re.ASCII):
        raise Invalid(_("Write the amount as a number, such as 12.50."))
    return checked_amount(Decimal(written), currency)


def checked_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount, if it is one of this currency. Raises Invalid for nothing, less than nothing, and parts of a cent."""
    if not amount.is_finite() or not 0 < amount <= MOST:
        raise Invalid(_("The amount must be more than zero."))
    if amount != round(amount, decimals_of(currency)):
        raise Invalid(
            _("%(currency)s has %(decimals)d decimals. Round the amount.")
            % {"currency": currency, "decimals": decimals_of(currency)}
        )
    return amount
