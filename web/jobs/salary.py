"""What somebody would be paid, out of a line of words or a server's fields."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from web.jobs.fields import MOST_AMOUNT
from web.jobs.postings import How, Period, Posting
from web.jobs.vocabulary import pattern

CODES = (
    "EUR|USD|GBP|CHF|CAD|AUD|NZD|SGD|HKD|JPY|CNY|INR|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|UAH|ILS|AED|SAR|ZAR|NGN|KES"
    "|BRL|MXN|ARS|CLP|COP|KRW|TWD|THB|IDR|MYR|PHP|VND"
)
SIGNS = {
    "€": "EUR", "£": "GBP", "$": "USD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB",
    "₪": "ILS", "₫": "VND", "₴": "UAH", "฿": "THB", "zł": "PLN", "kč": "CZK", "fr.": "CHF", "sfr.": "CHF",
    "euro": "EUR", "euros": "EUR", "pounds": "GBP", "dollars": "USD",
}  # fmt: skip
SIGN = rf"(?:{'|'.join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))}|(?<![A-Z])(?:{CODES})(?![A-Z]))"
NUMBER = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # lakhs
    r"|\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
)
THOUSAND = r"(?:\s?(?:k|tsd\.?|t€)(?![a-z]))"
TO = r"\s*(?:-|–|—|−|~|\bto\b|\bbis\b|\bund\b|\band\b|\bà\b|\bet\b|\ba\b|\by\b|\be\b|\btot\b)\s*"


def _sum(name: str) -> str:
    return (
        rf"(?:(?P<before_{name}>{SIGN})\s?)?(?P<{name}>{NUMBER})(?P<k_{name}>{THOUSAND})?"
        rf"(?:[.,][-–])?(?:\s?(?P<after_{name}>{SIGN}))?"
    )


SUMS = re.compile(
    rf"(?<![\w.,#]){_sum('low')}(?:(?P<per_low>\s?/\s?(?:hr|hour|h|yr|year))?{TO}{_sum('high')})?(?P<more>\+)?",
    re.IGNORECASE,
)
# What comes next is something else.
MORE = re.compile(r"\bplus\b|\+|,|&|\band\b|\bund\b|\bet\b|\by\b|zzgl|\d", re.IGNORECASE)
CLAUSE = re.compile(r"[.;!?]\s")
MILLIONS = re.compile(r"\s?(?:m|mn|mio|bn|b|million|billion|mrd)\b|\s?%", re.IGNORECASE)
NEAR = 70  # letters before and behind a sum that say what it is
YEARLY_FROM = 10_000  # what is more than that and has no period is taken to be for a year, except in these
SMALL_COINS = frozenset(
    ["JPY", "KRW", "INR", "IDR", "VND", "HUF", "CLP", "COP", "ARS", "PHP", "NGN", "KES", "ISK", "THB", "TWD", "RUB"]
)


@dataclass(frozen=True)
class Pay:
    low: Decimal | None
    high: Decimal | None
    currency: str
    period: Period | None
    how: How
    words: str

    def tell(self, posting: Posting) -> None:
        """The four belong together: what is filled already stays as it is."""
        if "salary" not in posting.said and (self.low or self.high):
            posting.tell(self.how, self.words, salary_low=self.low, salary_high=self.high)
            posting.tell(self.how, self.words, currency=self.currency, period=self.period)
            for name in ("salary_low", "salary_high", "currency", "period"):
                told = posting.said.pop(name, None)
                if told:
                    posting.said["salary"] = told


def pay_of(
    low: Decimal | None, high: Decimal | None, currency: str = "", period: str = "", words: str = ""
) -> Pay | None:
    """What a server says in fields."""
    if low is None and high is None:
        return None
    low, high = (high, low) if low and high and low > high else (low, high)
    code = currency.strip().upper() if re.fullmatch(r"\s*[A-Za-z]{3}\s*", currency) else SIGNS.get(currency.lower(), "")
    said = period_in(period)
    words = words or " ".join(filter(None, (_span(low, high), code, period)))
    assumed = said or _yearly(low or high, code)
    return Pay(_cut(low), _cut(high), code, assumed, How.STATED if said or not assumed else How.INFERRED, words)


def _span(low: Decimal | None, high: Decimal | None) -> str:
    return "–".join(dict.fromkeys(str(each) for each in (low, high) if each))


def pay_in_field(text: str) -> Pay | None:
    """What a field for nothing else says, which may be "DOE" as well."""
    return next(_sums(text[:300], True), None)


def pay_in(lines: Iterable[str]) -> Pay | None:
    """The first sum in a text that is surely somebody's pay."""
    for line in lines:
        if any(c.isdigit() for c in line):
            for pay in _sums(line, False):
                return pay
    return None


def _sums(line: str, is_for_pay: bool) -> Iterator[Pay]:
    for found in SUMS.finditer(line):
        pay = _pay(line, found, is_for_pay)
        if pay:
            yield pay


def _pay(line: str, found: re.Match[str], is_for_pay: bool) -> Pay | None:
    low, high = _amounts(found)
    signs = [found[name] for name in ("before_low", "after_low", "before_high", "after_high") if found[name]]
    behind = line[found.end() : found.end() + NEAR]
    if low is None or MILLIONS.match(behind) or not (signs or _is_likely(low, found, is_for_pay)):
        return None
    before = CLAUSE.split(line[max(0, found.start() - NEAR) : found.start()])[-1]
    behind = MORE.split(CLAUSE.split(behind, maxsplit=1)[0].partition("(")[0], maxsplit=1)[0]
    if not is_for_pay and not _is_pay(line, found, low, before, behind):
        return None
    currency, period = _currency(signs, line), _period_near(found[0], before, behind)
    assumed = period or _yearly(high or low, currency)
    if high is None and _ends_with("most", before):
        low, high = None, low
    elif high is None and not (_ends_with("least", before) or found["more"]):
        high = low
    words = line if len(line) <= 120 else f"{before[-30:]}{found[0]}{behind[:30]}".strip()
    how = How.STATED if period and (currency or not signs) else How.INFERRED
    return Pay(_cut(low), _cut(high), currency, assumed, how, words)


def _is_pay(line: str, found: re.Match[str], low: Decimal, before: str, behind: str) -> bool:
    """Whether the words about a sum say so; or there are none, and it looks like nothing else."""
    if pattern("pay", "other").search(f"{before[-45:]} {behind[:30]}"):
        return False
    said = pattern("pay", "said")
    if said.search(before) or said.search(behind[:40]):
        return True
    if not re.search(SIGN, found[0], re.IGNORECASE):
        return False
    is_alone = len(line) <= (60 if found["high"] else 40) and low >= (1_000 if found["high"] else YEARLY_FROM)
    period = _period_near("", "", behind[:14])
    return is_alone or period in (Period.HOUR, Period.DAY) or (len(line) <= 80 and period is not None)


def _ends_with(name: str, before: str) -> bool:
    return any(found.end() == len(before.rstrip()) for found in pattern("pay", name).finditer(before))


def _is_likely(low: Decimal, found: re.Match[str], is_for_pay: bool) -> bool:
    """Whether a number without any currency is a sum at all, and not a year or a count."""
    is_year = low == int(low) and 1990 <= low <= 2100 and not found["k_low"]
    is_rate = (
        found["high"] is not None
        and pattern("periods", Period.HOUR).regex.match(found.string[found.end() :].lstrip()) is not None
    )
    return (
        is_rate
        or (is_for_pay and found["high"] is not None)
        or (not is_year and low >= (1_000 if is_for_pay else YEARLY_FROM))
    )


def _amounts(found: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    low, high = _number(found["low"]), _number(found["high"] or "")
    if low is None:
        return None, None
    if found["k_low"]:
        low *= 1000
    if high is not None and found["k_high"]:
        high *= 1000
        low = low * 1000 if low < 1000 and not found["k_low"] else low
    if high is not None and low > high:
        low, high = (low, None) if high < low / 10 else (high, low)
    return (low, high) if 0 < low < MOST_AMOUNT and (high is None or high < MOST_AMOUNT) else (None, None)


def _number(text: str) -> Decimal | None:
    """A number as anybody writes it: the last sign parts the cents only if one or two digits follow.

    >>> _number("85.000"), _number("1,234.50"), _number("110"), _number("22,50")
    (Decimal('85000'), Decimal('1234.50'), Decimal('110'), Decimal('22.50'))
    """
    cents = re.search(r"[.,](\d{1,2})$", text)
    whole = re.sub(r"\D", "", text[: cents.start()] if cents else text)
    try:
        return Decimal(f"{whole}.{cents[1]}" if cents else whole)
    except InvalidOperation:
        return None


def _currency(signs: list[str], line: str) -> str:
    named = next((sign.upper() for sign in signs if re.fullmatch(CODES, sign, re.IGNORECASE)), "")
    if named or not signs:
        return named
    code = SIGNS[signs[0].lower()]
    if signs[0] == "$" and (other := re.search(r"\b(CAD|AUD|NZD|SGD|HKD|MXN)\b", line)):
        return other[1]
    return code


def _period_near(sums: str, before: str, behind: str) -> Period | None:
    """The words behind a sum come first, then those before it."""
    for text, last in ((behind[:30], False), (sums, False), (before[-40:], True)):
        found = [(at.start(), period) for period in Period if (at := pattern("periods", period).search(text))]
        if found:
            return max(found)[1] if last else min(found)[1]
    return None


def period_in(text: str) -> Period | None:
    """Of a field for nothing else, such as "per-year-salary" or "HOUR"."""
    plain = text.lower().replace("-", " ").replace("_", " ")
    return next((p for p in Period if re.search(rf"\b{p}\b", plain) or pattern("periods", p).search(plain)), None)


def _yearly(sum_: Decimal | None, currency: str) -> Period | None:
    return Period.YEAR if sum_ and sum_ >= YEARLY_FROM and currency not in SMALL_COINS else None


def _cut(amount: Decimal | None) -> Decimal | None:
    return amount.quantize(Decimal("0.01")).normalize() + 0 if amount is not None else None
