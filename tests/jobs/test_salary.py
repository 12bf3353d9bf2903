"""What somebody would be paid, as people and servers write it; and money that nobody is paid."""

from decimal import Decimal

import pytest

from web.jobs.postings import How, Period, Posting
from web.jobs.salary import pay_in, pay_in_field, pay_of

HOUR, DAY, WEEK, MONTH, YEAR = Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR
STATED, INFERRED = How.STATED, How.INFERRED
SAID = [
    ("€110K – €185K", 110_000, 185_000, "EUR", YEAR, INFERRED),
    ("$45/hr", 45, 45, "USD", HOUR, STATED),
    ("£34,500 pa", 34_500, 34_500, "GBP", YEAR, STATED),
    ("85.000 € brutto im Jahr", 85_000, 85_000, "EUR", YEAR, STATED),
    ("Salary from 50k", 50_000, None, "", YEAR, INFERRED),
    ("Salary up to £60,000", None, 60_000, "GBP", YEAR, INFERRED),
    ("up to $180k", None, 180_000, "USD", YEAR, INFERRED),
    ("120-150k USD", 120_000, 150_000, "USD", YEAR, INFERRED),
    ("The salary range is $120,000 - $150,000 per year plus bonus", 120_000, 150_000, "USD", YEAR, STATED),
    ("Base pay $100,000.00 - $140,000.00 CAD annually", 100_000, 140_000, "CAD", YEAR, STATED),
    ("Compensation: CA$95,000 to CA$115,000", 95_000, 115_000, "CAD", YEAR, INFERRED),
    ("CHF 110'000 - 130'000", 110_000, 130_000, "CHF", YEAR, INFERRED),
    ("Rémunération : 45-55 k€ brut/an", 45_000, 55_000, "EUR", YEAR, STATED),
    ("Salaire : 2 300 € à 2 600 € bruts mensuels", 2_300, 2_600, "EUR", MONTH, STATED),
    ("Salario: 2.500 € brutos al mes", 2_500, 2_500, "EUR", MONTH, STATED),
    ("Jahresgehalt ab 48.000 €", 48_000, None, "EUR", YEAR, STATED),
    ("18,50 € pro Stunde", Decimal("18.5"), Decimal("18.5"), "EUR", HOUR, STATED),
    ("Day rate: £500-£600", 500, 600, "GBP", DAY, STATED),
    ("TJM 450 €", 450, 450, "EUR", DAY, STATED),
    ("We pay between £16 and £18 an hour", 16, 18, "GBP", HOUR, STATED),
    ("Pay 20 to 25 per hour", 20, 25, "", HOUR, STATED),
    ("₹12,00,000 per annum", 1_200_000, 1_200_000, "INR", YEAR, STATED),
    ("Grade 05 (£26,403 - £27,254) pro rata per annum", 26_403, 27_254, "GBP", YEAR, STATED),
    ("Salary £30,000 for 40 hours a week", 30_000, 30_000, "GBP", YEAR, INFERRED),
    ("Salary ¥450,000", 450_000, 450_000, "JPY", None, INFERRED),
]  # fmt: skip
NO_PAY = [
    "DOE", "Competitive salary", "$1,500 learning budget per year", "We raised $20M from investors", "£500 referral bonus",
    "You manage a budget of $200,000", "Managing $50k monthly ad spend", "401(k) with 4% match", "5+ years, salary reviewed in 2026",
    "you get paid 30 days holiday per year", "we pay 12.5% commission", "50,000 users pay us", "€1.500 Weiterbildungsbudget im Jahr",
    "Tickets restaurant de 9 € par jour", "Salary reviewed every 12 months", "1,234,567,890,123,456,789 salary", "£13.26",
]  # fmt: skip


@pytest.mark.parametrize(("line", "low", "high", "currency", "period", "how"), SAID)
def test_pay_in_words(line: str, low: object, high: object, currency: str, period: Period | None, how: How) -> None:
    pay = pay_in([line])
    assert pay
    assert (pay.low, pay.high, pay.currency, pay.period, pay.how) == (low, high, currency, period, how)
    assert pay.words == line


@pytest.mark.parametrize("line", NO_PAY)
def test_money_that_nobody_is_paid(line: str) -> None:
    assert pay_in([line]) is None


def test_a_field_for_nothing_else_needs_no_word_for_it() -> None:
    assert [pay_in_field(said) for said in ("DOE", "Competitive", "2026", "", "20")] == [None] * 5
    low, high = pay_in_field("45 - 50"), pay_in_field("from 50k")
    assert low and (low.low, low.high, low.period) == (45, 50, None)
    assert high and (high.low, high.high, high.period) == (50_000, None, YEAR)


def test_fields_of_servers() -> None:
    pay = pay_of(Decimal(50), Decimal(40), "usd", "per-hour-wage")
    assert pay and (pay.low, pay.high, pay.currency, pay.period, pay.how) == (40, 50, "USD", HOUR, STATED)
    assumed = pay_of(Decimal(60_000), None, "€")
    assert assumed and (assumed.currency, assumed.period, assumed.how) == ("EUR", YEAR, INFERRED)
    assert pay_of(None, None, "EUR", "year") is None


def test_the_four_of_a_salary_belong_together() -> None:
    """What comes later fills no hole that the first left: it would be another's period."""
    posting = Posting()
    for line in ("Salary: £500", "$45/hr"):
        pay = pay_in_field(line)
        assert pay
        pay.tell(posting)
    assert (posting.salary_low, posting.currency, posting.period) == (500, "GBP", None)
    assert list(posting.said) == ["salary"]
