"""Who, what, where and when out of an entry's heading, in the orders in which people write them."""

import pytest

from tests.kit.reading.sheets import laid_out, page
from web.kit.reading.anybody import career_of
from web.kit.reading.fields import degree_and_area

DONE = "<ul><li>Built the thing that was wanted by everybody.</li><li>Kept it running.</li></ul>"
POSTS = {
    "post at employer": "<p><b>Engineer at Acme</b></p><p>2019 – Present | Berlin, Germany</p>{0}<p><b>Intern at Beta</b></p><p>2018 – 2019 | Paris, France</p>{0}",
    "employer, then post": "<div><b>Acme</b><span class=d>Berlin, Germany</span><br><i>Engineer</i><span class=d>2019 – now</span>{0}</div><div><b>Beta</b><span class=d>Paris, France</span><br><i>Intern</i><span class=d>2018 – 2019</span>{0}</div>",
    "all in a line": "<p>Engineer, Acme, Berlin, Germany — 2019 to Present</p>{0}<p>Intern, Beta, Paris, France — 2018 to 2019</p>{0}",
    "bars": "<p><b>Acme</b> | Engineer | Berlin, Germany | since 2019</p>{0}<p><b>Beta</b> | Intern | Paris, France | 2018 – 2019</p>{0}",
    "date first": "<p>2019 – now</p><p><b>Engineer</b></p><p>Acme, Berlin, Germany</p>{0}<p>2018 – 2019</p><p><b>Intern</b></p><p>Beta, Paris, France</p>{0}",
    "no texts": "<p><b>Engineer</b><span class=d>2019 – now</span><br>Acme, Berlin, Germany</p><p><b>Intern</b><span class=d>2018 – 2019</span><br>Beta, Paris, France</p>",
    "with how long": "<p><b>Engineer</b></p><p>Acme · Full-time</p><p>2019 – now · 5 yrs 2 mos</p><p>Berlin, Germany</p>{0}<p><b>Intern</b></p><p>Beta · Internship</p><p>2018 – 2019 · 1 yr</p><p>Paris, France</p>{0}",
}  # fmt: skip
STUDIES = {
    "school, then degree": "<div><b>Stanford University</b><span class=d>2014 – 2016</span><br>Bachelor of Science in Physics</div><div><b>UT Austin</b><span class=d>2016 – 2018</span><br>Master, History</div>",
    "subject before degree": "<div><b>Stanford University</b><span class=d>2014 – 2016</span><br>Physics, Bachelor of Science</div><div><b>UT Austin</b><span class=d>2016 – 2018</span><br>History, Master</div>",
    "a line each": "<div><b>Physics</b><span class=d>2014 – 2016</span><br>Bachelor of Science<br>Stanford University</div><div><b>History</b><span class=d>2016 – 2018</span><br>Master<br>University UT Austin</div>",
    "a dash": "<div><b>Stanford University</b> — Bachelor of Science, Physics (2014 - 2016)</div><div><b>UT Austin</b> — Master in History (2016 - 2018)</div>",
    "points": "<ul><li>Bachelor of Science in Physics, Stanford University (2014 – 2016)</li><li>Master in History, UT Austin (2016 – 2018)</li></ul>",
}  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
def test_posts(name: str) -> None:
    body = POSTS[name].format(DONE)
    read = career_of(
        laid_out(page("h2 { font-size: 13pt }", [("Experience", body), ("Skills", "<p>Bread, Rolls</p>")]))
    )
    keys = ("position", "name", "location", "startDate", "endDate")
    assert [tuple(one.get(key) for key in keys) for one in read["work"]] == [
        ("Engineer", "Acme", "Berlin, Germany", "2019", "present"),
        ("Intern", "Beta", "Paris, France", "2018", "2019"),
    ]
    assert all(len(one.get("highlights", [])) == (2 if "{0}" in POSTS[name] else 0) for one in read["work"])


def test_several_posts_of_one_employer() -> None:
    body = f"<p><b>Acme</b></p><p><i>Senior engineer</i><span class=d>2020 – now</span></p>{DONE}<p><i>Engineer</i><span class=d>2018 – 2020</span></p>{DONE}"
    read = career_of(
        laid_out(page("h2 { font-size: 13pt }", [("Experience", body), ("Skills", "<p>Bread, Rolls</p>")]))
    )
    assert [(one["name"], one["position"]) for one in read["work"]] == [
        ("Acme", "Senior engineer"),
        ("Acme", "Engineer"),
    ]


@pytest.mark.parametrize("name", STUDIES)
def test_studies(name: str) -> None:
    post = "<p><b>Baker</b><span class=d>2018 – now</span><br>Old Mill</p>"
    parts = [("Experience", post), ("Education", STUDIES[name])]
    read = career_of(laid_out(page("h2 { font-size: 13pt }", parts)))
    keys = ("studyType", "area", "startDate", "endDate")
    assert [tuple(one.get(key) for key in keys) for one in read["education"]] == [
        ("Bachelor of Science", "Physics", "2014", "2016"),
        ("Master", "History", "2016", "2018"),
    ]
    assert ["Stanford" in one["institution"] for one in read["education"]] == [True, False]
    assert "Austin" in read["education"][1]["institution"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bachelor of Science in Physics", ("Bachelor of Science", "Physics")),
        ("Bachelor of Science", ("Bachelor of Science", "")),
        ("Bachelor of Software Engineering", ("Bachelor", "Software Engineering")),
        ("BSc Physics", ("BSc", "Physics")),
        ("M.Sc. Informatik", ("M.Sc.", "Informatik")),
        ("B.A. (Hons) History", ("B.A. (Hons)", "History")),
        ("Master en Informatique", ("Master", "Informatique")),
        ("Physics, Master", ("Master", "Physics")),
        ("MBA", ("MBA", "")),
    ],
)
def test_a_degree_and_its_subject(text: str, found: tuple[str, str]) -> None:
    assert degree_and_area(text) == found
