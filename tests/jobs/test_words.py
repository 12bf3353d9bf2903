"""Skills and passages of a posting's text, and its lines out of markup."""

import random

import pytest

from web.jobs.plain import plain
from web.jobs.reading import read_text
from web.jobs.sections import Kind, labelled, sections_of, whole_lines
from web.jobs.skills import skills_in, split
from web.jobs.vocabulary import hint_of, pattern, vocabulary

SKILLS = [
    ("C++, C and Rust", ["C++", "C", "Rust"]), ("R or Python", ["R", "Python"]), ("strong SQL and python", ["SQL", "python"]), ("Go, gRPC", ["Go", "gRPC"]),
    ("AWS (ECS, RDS)", ["AWS", "ECS", "RDS"]), ("Node.js/Express", ["Node.js", "Express"]), ("C#/.NET", ["C#", ".NET"]), ("Ruby on Rails", ["Ruby on Rails"]),
    ("Microsoft Excel, Word and Outlook", ["Microsoft Excel", "Word", "Outlook"]), ("experience with Excel", ["Excel"]), ("Go developer", ["Go"]),
    ("Statsig, Eppo, Optimizely, or LaunchDarkly", ["Optimizely", "LaunchDarkly", "Statsig", "Eppo"]), ("java developer", ["java"]),
    ("Excel in a fast environment", []), ("React to changes", []), ("it is an art", []), ("go to market, then next steps", []), ("Rest of the team", []),
    ("Follow us on LinkedIn", []), ("Software Engineers, Data Scientists, DevOps, Product Managers", []), ("Max or Go", []), ("x" * 5_000, []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "skills"), SKILLS)
def test_skills_in_a_sentence(sentence: str, skills: list[str]) -> None:
    assert [skill.words for skill in skills_in(sentence)] == skills


def test_what_would_be_nice_is_not_required() -> None:
    said = [
        "Python and SQL",
        "Docker is a plus",
        "Kenntnisse in Kafka sind von Vorteil",
        "Terraform, though not required",
    ]
    required, preferred = split(said, False)
    assert (list(required), list(preferred)) == (["Python", "SQL"], ["Docker", "Apache Kafka", "Terraform"])
    assert split(["Python"], True) == ({}, {"Python": "Python"})


def test_passages_under_headings() -> None:
    text = """What you'll do\n- Bake\n\nYou’ll be a great addition if you have:\n- Rye\n\nAt a minimum, you need to have:
- Wheat\n\nSome heading\n- Barley\n\nBenefits\n- Bread\n\nBy applying you agree to everything that we say here."""
    sections = [(section.kind, section.lines) for section in sections_of(whole_lines(text))]
    assert sections == [
        (Kind.HEAD, []),
        (Kind.OTHER, ["- Bake"]),
        (Kind.PREFERRED, ["You’ll be a great addition if you have:", "- Rye"]),
        (Kind.REQUIRED, ["- Wheat"]),
        (Kind.OTHER, ["Some heading", "- Barley"]),
        (Kind.BENEFITS, ["- Bread"]),
        (Kind.OTHER, ["By applying you agree to everything that we say here."]),
    ]


def test_headings_within_a_paragraph() -> None:
    text = "Wir suchen Hilfe. Ihr Profil: Erfahrung mit SAP, Führerschein. Wir bieten: Urlaub, Brot, ein Rad."
    posting = read_text(text)
    assert posting.required == ["SAP"]
    assert posting.benefits == ["Urlaub", "Brot", "ein Rad"]


def test_a_company_that_is_listed_speaks_of_itself() -> None:
    posting = read_text("Designer\nCompany: Figma\n\nRequirements\n- You like Figma and know Sketch and CSS")
    assert (posting.company, posting.required) == ("Figma", ["Sketch", "CSS"])


@pytest.mark.parametrize(
    ("head", "title", "company", "place"),
    [
        ("Baker\nCrumb & Sons Ltd\nLeeds, UK", "Baker", "Crumb & Sons Ltd", "Leeds, UK"),
        ("Baker at Crumb & Sons\nFull-time", "Baker", "Crumb & Sons", ""),
        ("Leeds City Council\nSenior Baker\nLeeds, England", "Senior Baker", "Leeds City Council", "Leeds, England"),
        ("Baker | Crumb GmbH | Hamburg", "Baker", "Crumb GmbH", "Hamburg"),
        ("About the job\nBaker\n100% remote (Spain)", "Baker", "", "Spain"),
        ("Crumb is looking for an experienced Baker to join us.", "Baker", "Crumb", ""),
        ("Remuneration:\nWe pay well.", "", "", ""),
        ("Baker\nThe Harrow & Pike Museum, Sheffield", "Baker", "The Harrow & Pike Museum", "Sheffield"),
        (
            "Brackenlode Payments\n\nSenior Engineer\n\nDublin · Hybrid",
            "Senior Engineer",
            "Brackenlode Payments",
            "Dublin",
        ),
        ("Moss Foods\n\nBaker\nLocation Limerick, Ireland", "Baker", "Moss Foods", "Limerick, Ireland"),
        (
            "Baker\nWhere: The Salted Quail, Kelowna, BC\n\nThe Salted Quail opens at five.",
            "Baker",
            "The Salted Quail",
            "Kelowna, BC",
        ),
        ("hello@crumb.example\nhttps://crumb.example\nBaker", "Baker", "", ""),
    ],
)
def test_the_head_of_a_text(head: str, title: str, company: str, place: str) -> None:
    posting = read_text(f"{head}\n\nYou bake bread, and some cake, every morning of the week.")
    assert (posting.title, posting.company, posting.place) == (title, company, place)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Die Stadt Marburg sucht zum 1. März Verstärkung.", "Stadt Marburg"),
        ("my team at Moss Games is hiring a baker", "Moss Games"),
        ("Larkfield School in Norwich needs a baker.", "Larkfield School"),
        ("At Moss (Leeds), we bake.", "Moss"),
        ("Bei Moos backen wir Brot.", "Moos"),
        ("Notre association Les Jardins de Bagatelle, située à Nantes, recrute.", "Les Jardins de Bagatelle"),
        ("You bake.\n\nAbout us\n\nMoss makes bread.", "Moss"),
        ("You bake bread for us, every day.\n\nMoss & Sons Ltd", "Moss & Sons Ltd"),
        ("We're Quillfeather, a publisher of books.", "Quillfeather"),
        ("Baker\n\nI run Moss Bakery in Cork.", "Moss Bakery"),
        ("Hi,\nthis is Prakash from Summit Bridge Staffing. I came across your résumé.", "Summit Bridge Staffing"),
        ("Innovation is a habit here.", ""),
        ("Zahlen sollen etwas bewirken. Deshalb sucht sie jemanden.", ""),
        ("Night Baker is a job for the brave.", ""),
        ("En 2024, we opened a shop.", ""),
        ("En España, somos catorce.", ""),
        ("The team is looking for a baker.", ""),
    ],
)
def test_whose_job_it_is(text: str, company: str) -> None:
    assert read_text(text).company == company


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Die Stadt Marburg sucht ab sofort\n\neine Bäckerin (w/m/d)\n\nin Teilzeit.", "Bäckerin (w/m/d)"),
        ("From: Ann <ann@moss.example>\nSubject: the job\n\nHi Tom,\n\nhere it is:\n\nBaker\nLeeds", "Baker"),
        ("Moss | Baker | Leeds | Full-time", "Baker"),
        ("Stellenangebot Bäcker (m/w/d)", "Bäcker (m/w/d)"),
        ("Save\nShare\nAssistant·e de direction", "Assistant·e de direction"),
        ("Night baker!!", "Night baker"),
        ("We're hiring!\nCome and bake.", ""),
        ("Home > Jobs > Leeds\n\nHome   Careers   Log in\nSave   Share   Report this job\n\nBaker\nMoss Ltd", "Baker"),
        ("Could you spare a morning?\n\nWe are looking for Volunteer Bakers to help us.", "Volunteer Bakers"),
        ("🥖🥖 FRESH EVERY DAY 🥖🥖\nBaker", "Baker"),
        ("Page 1 of 2\nJob family: Food\nNIGHT BAKER", "NIGHT BAKER"),
        ("Position: Baker (2 openings)", "Baker"),
        ("SHOP SUPERVISOR (20 HRS) – LISBURN ROAD, BELFAST", "SHOP SUPERVISOR (20 HRS)"),
        ("REACH TRUCK DRIVERS - DAVENTRY - IMMEDIATE STARTS", "REACH TRUCK DRIVERS"),
        ("Data Engineer (Remote, worldwide)", "Data Engineer"),
        ("Fundraising Officer (Maternity Cover)", "Fundraising Officer (Maternity Cover)"),
        ("DATA ANALYST (ALL GENDERS)", "DATA ANALYST (ALL GENDERS)"),
    ],
)
def test_which_line_is_the_title(text: str, title: str) -> None:
    assert read_text(text).title == title


def test_a_title_heads_nothing() -> None:
    posting = read_text("Benefits adviser\n\nYou help people.\n- with forms")
    assert (posting.title, posting.benefits) == ("Benefits adviser", [])


def test_lines_that_a_program_broke_are_whole_again() -> None:
    text = "We are looking for a Senior Backend Engineer to join our platform team. You will design and build\nhigh-throughput services.\n\n- an item\n- another"
    assert whole_lines(text)[0].endswith("build high-throughput services.")
    assert whole_lines(text)[2:] == ["- an item", "- another"]


def test_labels_in_several_languages() -> None:
    lines = [
        "Location: Berlin",
        "**Standort:** Köln",
        "Lieu : Lyon",
        "- Ubicación: Madrid",
        "Nothing: of ours",
        "https://x.example",
    ]
    assert [(name, value) for name, value, _ in labelled(lines)] == [
        ("place", each) for each in ("Berlin", "Köln", "Lyon", "Madrid")
    ]


def test_a_label_stands_above_its_value() -> None:
    lines = whole_lines(
        "Job Title:\nBaker\nLocation\nLeeds\nSalary\nWe pay what a baker is worth in this town, and tell you of it at the very first call, or before that"
    )
    assert [(name, value) for name, value, _ in labelled(lines)] == [("title", "Baker"), ("place", "Leeds")]


def test_the_other_postings_of_a_board_are_not_read() -> None:
    text = "Baker\nMoss Ltd\n\nYou bake.\n\nRequirements\n- Excel\n\nSimilar jobs\n- Cook, £30,000 a year, fully remote"
    posting = read_text(text)
    assert (posting.remote, posting.salary_low, posting.required) == (None, None, ["Excel"])


def test_what_a_mail_quotes_is_read() -> None:
    posting = read_text(
        "---------- Forwarded message ---------\nFrom: Ann\n\n> Job title: Baker\n> Company: Moss\n>\n> You bake."
    )
    assert (posting.title, posting.company) == ("Baker", "Moss")


def test_another_job_of_theirs_is_not_this_one() -> None:
    posting = read_text("Title: Product Manager\n\nWe're hiring a nurse, in Leeds, and you plan things.")
    assert (posting.title, posting.place) == ("Product Manager", "")


def test_what_is_not_asked_for_is_no_skill() -> None:
    said = [
        "You know Kotlin", "Our other team uses Rust", "You don't need Excel, but SAP", "We'll teach you Scala",
        "Cobol müssen Sie nicht beherrschen", "Die Arbeit mit Java bringen wir dir bei", "Python too, but somebody else does that",
    ]  # fmt: skip
    assert list(split(said, False)[0]) == ["Kotlin", "SAP"]


def test_what_a_company_says_of_itself_is_not_asked_for() -> None:
    assert read_text("Baker\n\nMoss has over 30 years of experience in bread.").years is None
    assert read_text("Baker\n\nRequirements\n- 16 years of experience").years == 16


def test_what_stands_below_a_list_is_no_part_of_it() -> None:
    text = "Baker\n\nBENEFITS\nBread\nA bicycle\nInterviews will be held on Monday.\n\nWe are an equal opportunity employer"
    assert read_text(text).benefits == ["Bread", "A bicycle"]
    assert read_text("Baker\n\nBenefits\n*Bread every day\n*A bicycle").benefits == ["Bread every day", "A bicycle"]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Baker\nKelowna, BC\nWage: $21.50 an hour", "CAD"),
        ("Baker\nWage: $21.50 an hour\n\nYou work at our shop in Melbourne, Victoria.", "AUD"),
        ("Baker\nWage: US$21.50 an hour\n\nCanada", "USD"),
        ("Baker\nBoise, ID\nWage: $21.50 an hour", "USD"),
        ("Baker\nWage: $21.50 an hour\n\nWe sell to Canada and Australia.", "USD"),
    ],
)
def test_dollars_are_those_of_the_country(text: str, currency: str) -> None:
    assert read_text(text).currency == currency


def test_lines_out_of_markup() -> None:
    markup = "<div>One<br>two <b>three</b></div><p>Four</p><ul><li><p>five</p></li><li></li><li>six<ul><li>seven</li></ul></li></ul><script>no()</script><p hidden>no</p>"
    assert plain(markup) == "One\ntwo three\n\nFour\n\n- five\n- six\n- seven"
    assert plain("&amp;lt;p&amp;gt;a &amp;amp;amp; b&amp;lt;/p&amp;gt;") == "a & b"
    assert plain("5 < 6 & 7 > 3\n• one\n* two") == "5 < 6 & 7 > 3\n- one\n- two"
    assert plain("<pre>a\n b</pre>") == "a\nb"


def test_a_line_without_any_hint_has_none_of_the_words() -> None:
    """Which is what makes reading quick: so a hint may never be more than what a word needs."""
    for section in (
        "where",
        "where_told",
        "where_in_title",
        "terms",
        "visa",
        "periods",
        "pay",
        "days",
        "work",
        "years",
    ):
        for name, fragments in vocabulary(section).items():
            for fragment in fragments:
                assert hint_of(fragment) == hint_of(fragment).lower()
                for sample in SENTENCES:
                    found = pattern(section, name).regex.search(sample)
                    assert not found or pattern(section, name).may_be_in(sample.lower()), (section, name, sample)


SENTENCES = [
    "We do not offer any type of employment-based immigration sponsorship", "fully remote, 3 days a week in our office", "2 Tage die Woche remote",
    "bewerben Sie sich bitte bis zum 3.", "Send two paragraphs before May", "candidature avant le 3", "un vrai plus", "contrato indefinido", "$45 /hr",
    "35 € de l'heure", "p.a.", "CDI à temps plein", "work authorization", "can not sponsor", "kein Visum", "no se ofrece visado", "100 % télétravail",
    "the role is fully on-site", "patrocinamos visados", "entièrement en télétravail", "minimum of 3", "last few years", "for over 20 years",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_lines_never_breaks_reading(seed: int) -> None:
    """Any lines in any order are a text: nothing is raised, and what is told is among what is said."""
    lines = [
        *SENTENCES,
        "Requirements",
        "Benefits:",
        "- Python",
        "",
        "At Acme, we",
        "Salary: £1 - £2",
        "Title at Place",
    ]
    random.Random(seed).shuffle(lines)
    posting = read_text("\n".join(lines))
    assert set(posting.said) <= {*vars(posting), "salary"}
