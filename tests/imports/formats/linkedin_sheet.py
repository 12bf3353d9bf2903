"""What LinkedIn's "Save to PDF" makes of a profile, drawn as it draws it: a dark bar with narrow lists on the left, the
career in one column on the right, set in one face without bold, told apart by size and colour alone."""

from html import escape

from tests.paper import SANS, pdf_of

STYLE = f"""
@page {{ size: letter; margin: 50pt 30pt 60pt 0;
  @bottom-center {{ content: "Page " counter(page) " of " counter(pages); font: 9pt {SANS}; color: #999 }} }}
body {{ margin: 0; font: 10.5pt/13pt {SANS}; color: #181818 }}
#dark {{ position: fixed; left: 0; top: -50pt; width: 195pt; height: 792pt; background: #293e49 }}
#bar {{ position: absolute; left: 20pt; top: 0; width: 150pt; color: #e1e8ed }}
#bar h2 {{ font: 13pt/16pt {SANS}; color: #fff; margin: 14pt 0 5pt }} #bar p {{ margin: 0 0 4pt }}
#bar small {{ font-size: 9pt; color: #a8b0b5 }} main {{ margin-left: 224pt; display: block }} p, h1, h2, h3 {{ font-weight: 400; margin: 0 }}
h1 {{ font-size: 26pt; line-height: 30pt }} .headline {{ font-size: 12pt; line-height: 15pt }} .grey {{ color: #777 }}
main h2 {{ font-size: 15.75pt; line-height: 20pt; margin: 22pt 0 6pt }} h3 {{ font-size: 12pt; line-height: 15pt; margin-top: 10pt }}
.title {{ font-size: 11.5pt; line-height: 14pt; margin-top: 4pt }} .text {{ margin-top: 6pt }}
"""


MARKS = "<meta name=author content=LinkedIn><meta name=description content='Resume generated from profile'>"


def saved(bar: str, head: str, main: str, marks: str = MARKS, style: str = "") -> bytes:
    body = f"<title>Resume</title>{marks}<style>{STYLE}{style}</style><div id=dark></div><div id=bar>{bar}</div><main>{head}{main}</main>"
    return pdf_of(body)


def listed(heading: str, *lines: str) -> str:
    return f"<h2>{heading}</h2>" + "".join(f"<p>{line}</p>" for line in lines)


def head(name: str, headline: str, place: str) -> str:
    return f"<h1>{name}</h1><p class=headline>{headline}</p><p class='headline grey'>{place}</p>"


def company(name: str, *posts: str, whole: str = "") -> str:
    length = f"<p class=grey>{whole}</p>" if whole else ""
    return f"<h3>{escape(name)}</h3>{length}{''.join(posts)}"


def post(title: str, when: str, place: str = "", text: str = "") -> str:
    there = f"<p class=grey>{place}</p>" if place else ""
    said = "<br>".join(escape(line) for line in text.splitlines())
    return f"<p class=title>{escape(title)}</p><p>{when}</p>{there}" + (f"<p class=text>{said}</p>" if said else "")


def school(name: str, line: str = "") -> str:
    return f"<h3>{escape(name)}</h3>" + (f"<p>{line}</p>" if line else "")


BAR = (
    listed(
        "Contact", "020 7946 0812 <small>(Mobile)</small>", "odile.marchetti@example.org",
        "www.linkedin.com/in/odile-marchetti-41b7a2 <small>(LinkedIn)</small>", "odile.example <small>(Portfolio)</small>",
    )
    + listed("Top Skills", "Bridge Inspection", "Finite Element Analysis", "Site Supervision of Works in Rivers and Ports")
    + listed("Languages", "French <small>(Native or Bilingual)</small>", "English <small>(Full Professional)</small>", "Maltese")
    + listed("Certifications", "Chartered Engineer", "Confined Spaces: Rescue and Emergency Entry")
    + listed("Honors-Awards", "Young Engineer of the Year")
)  # fmt: skip
SUMMARY = (
    "I keep old bridges standing. Fifteen years of looking at steel and stone from below, mostly from a boat, have "
    "taught me doubt.\nAlways glad to hear of a viaduct nobody wants."
)
LONG = "\n".join(
    f"- Inspected {number} spans of the line to the coast, and wrote down what the river had taken from each."
    for number in range(3, 17)
)
WORK = (
    company(
        "Marlow & Quay Engineers",
        post("Head of Structures", "January 2020 - Present (4 years 3 months)", "Bristol, England, United Kingdom",
             "Lead a team of twelve.\n- Opened 3 offices in 2021\n- Cut the cost of a survey by a third"),
        post("Senior Engineer", "March 2016 - December 2019 (3 years 10 months)", "Greater Bristol Area", LONG),
        post("Engineer", "2014 - March 2016 (2 years)"),
        whole="10 years",
    )
    + company(
        "Département des Ponts",
        post("Inspector of Bridges and of Anything Else that Crosses Water in the Basin of the Upper Rhône", "June 2010 - August 2010 (3 months)", "Lyon"),
    )
)  # fmt: skip
EDUCATION = (
    school("Université de Lyon", "Master of Science - MS, Civil Engineering · (2008 - 2010)")
    + school("Lycée du Parc", "Baccalauréat · (September 2004 - June 2007)")
    + school("Evening School of Drawing")
)
MAIN = (
    f"<h2>Summary</h2><p>{SUMMARY.replace(chr(10), '<br>')}</p><h2>Experience</h2>{WORK}<h2>Education</h2>{EDUCATION}"
)
HEAD = head("Odile Marchetti", "Structural engineer | Bridges, mostly old ones", "Bristol, England, United Kingdom")


def sample() -> bytes:
    return saved(BAR, HEAD, MAIN)
