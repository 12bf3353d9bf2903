"""Writing in the boxes: marks by keys and buttons, lines by Enter, Backspace and arrows, and whatever is pasted."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, axe, begin

Open = Callable[..., Page]


def summary_of(page: Page) -> Locator:
    begin(page)
    return page.get_by_label("In short")


def first_job(page: Page) -> Locator:
    begin(page)
    page.goto("/profile/steps/experience")
    page.get_by_role("button", name="Add a place where you worked").click()
    box = page.get_by_role("textbox", name="What did you do there?, thing 1")
    expect(box).to_be_visible()
    return box


def lines(page: Page) -> list[str]:
    """What stands in the boxes, the waiting one last."""
    said: list[str] = (
        page.locator("[data-lines]").first.locator("textarea").evaluate_all("all => all.map(x => x.value)")
    )
    return said


# --- marks -----------------------------------------------------------------------------------------------------------

# Bars stand around what is selected, before and after.
KEYS = (
    ("b", "Led |five teams| here", "Led **|five teams|** here"),
    ("b", "Led **|five teams|** here", "Led |five teams| here"),
    ("b", "Led |**five teams**| here", "Led |five teams| here"),
    ("b", "Led **fi||ve** teams", "Led |five| teams"),
    ("b", "Led | five |teams", "Led  **|five|** teams"),
    ("b", "re|bui|lt", "**|rebuilt|**"),
    ("b", "a wo||rd", "a **|word|**"),
    ("b", "naï||ve", "**|naïve|**"),
    ("b", "很|重要|的", "很**|重要|**的"),
    ("b", "a  ||  b", "a  **||**  b"),
    ("b", "*|very| good*", "***|very|** good*"),
    ("b", "***|both|***", "*|both|*"),
    ("i", "***|both|***", "**|both|**"),
    ("i", "**|bold|**", "***|bold|***"),
    ("i", "*sla||nt*", "|slant|"),
    ("i", "**one** |two| **three**", "**one** *|two|* **three**"),
    ("b", "*one* |two| *three*", "*one* **|two|** *three*"),
    ("b", "|one\ntwo|", "**|one|**\n**two**"),
    ("k", "see |this|", "see [this](|https://|)"),
    ("k", "see [th||is](https://x.example)", "see |this|"),
    ("k", "see |https://www.x.example/|", "see [|x.example|](https://www.x.example/)"),
    ("k", "|a [b]|", "[a \\[b\\]](|https://|)"),
    ("k", "see ||", "see [||](https://)"),
)  # fmt: skip

SELECT = """(box, [value, start, end]) => { box.value = value; box.focus(); box.setSelectionRange(start, end) }"""
SHOWN = """box => { const at = [box.selectionStart, box.selectionEnd];
    return box.value.slice(0, at[0]) + '|' + box.value.slice(...at) + '|' + box.value.slice(at[1]) }"""


def test_keys_put_marks_around_words_and_take_them_off(visit: Open) -> None:
    page = visit()
    box = summary_of(page)
    for key, before, after in KEYS:
        start, end = before.index("|"), before.rindex("|") - 1
        box.evaluate(SELECT, [before.replace("|", ""), start, end])
        page.keyboard.press(f"Control+{key}")
        assert box.evaluate(SHOWN) == after, (key, before)
        if "\n" not in before:
            page.keyboard.press("Control+z")
            assert box.input_value() == before.replace("|", ""), (key, before)


def test_marks_reach_the_sheet_as_what_they_mean(visit: Open) -> None:
    page = visit(viewport=PHONE)
    box = summary_of(page)
    box.fill("Ten years on public works")
    box.evaluate("box => box.setSelectionRange(13, 25)")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.get_by_role("toolbar", name="Marks").get_by_role("button", name="Bold").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("Ten years on **public works**")
    page.goto("/resumes/default/text")
    expect(page.get_by_text("Ten years on public works")).to_be_visible()


def test_the_toolbar_is_one_stop_of_the_keyboard(visit: Open) -> None:
    page = visit()
    box = first_job(page)
    box.fill("Ran five sites")
    box.evaluate("box => box.setSelectionRange(4, 8)")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("Ran *five* sites")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Italic").first).to_be_focused()
    assert axe(page) == []


def test_without_javascript_words_say_how(visit: Open) -> None:
    page = visit(javascript=False, viewport=PHONE)
    summary = summary_of(page)
    assert not page.get_by_role("toolbar").count()
    expect(page.get_by_text("You may write **bold**, *italic* and [words](example.org).")).to_be_visible()
    summary.fill("**Ten** years")
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    page.goto("/profile/steps/about")
    expect(summary).to_have_value("**Ten** years")


# --- lines -----------------------------------------------------------------------------------------------------------


def test_lines_are_made_joined_and_moved_by_keys(visit: Open) -> None:
    page = visit()
    first_job(page).click()
    page.keyboard.type("Cooked Cleaned")
    page.keyboard.press("Home")
    for _ in "Cooked":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert lines(page) == ["Cooked", "Cleaned", ""]
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_value("Cooked")  # after the browser's own step in the box
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Served")
    assert lines(page) == ["Cooked", "Served", "Cleaned", ""]
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert lines(page) == ["Served", "Cooked", "Cleaned", ""]
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    assert lines(page) == ["Cooked", "Cleaned", "Served", ""]
    expect(page.get_by_role("textbox", name="What did you do there?, thing 3")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    assert lines(page) == ["Cooked", "CleanedServed", ""]
    page.keyboard.type(", ")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    with page.expect_response(lambda answer: "Served+too" in (answer.request.post_data or "")):
        page.keyboard.type(" too")
    assert lines(page) == ["Cooked", "Cleaned, Served too", ""]
    page.reload()
    page.get_by_role("link", name="Change").click()
    expect(page.get_by_role("textbox", name="thing 3")).to_be_visible()
    assert lines(page) == ["Cooked", "Cleaned, Served too", ""]


def test_a_thumb_moves_lines_by_buttons(visit: Open) -> None:
    page = visit(viewport=PHONE)
    box = first_job(page)
    box.fill("Cooked\nCleaned\nServed")
    assert lines(page) == ["Cooked", "Cleaned", "Served", ""]
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.get_by_role("button", name="Move the line Up").first.click()
    assert lines(page) == ["Cooked", "Served", "Cleaned", ""]
    expect(page.get_by_role("textbox", name="What did you do there?, thing 2")).to_be_focused()


# --- pasting ---------------------------------------------------------------------------------------------------------

PASTE = """(box, [html, text]) => {
    const data = new DataTransfer()
    if (html) data.setData('text/html', html)
    data.setData('text/plain', text)
    box.focus()
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
    return !box.dispatchEvent(event)
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoListParagraph{margin:0}</style></head>
<body lang=EN-GB><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Led
<b>five&nbsp;</b>teams<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp;
</span></span><![endif]>Cut <i style='mso-bidi-font-style:normal'>costs</i><o:p></o:p></p><!--EndFragment--></body></html>"""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><ul><li dir="ltr" style="font-weight:400"
aria-level="1"><p role="presentation"><span style="font-weight:700;font-style:normal">Built</span><span style="font-weight:400"> a
</span><a href="https://x.example/a_(b)"><span style="text-decoration:underline">bridge</span></a></p></li><li><p><span
style="font-weight:700;font-style:italic">Both</span></p></li></ul></b><br class="Apple-interchange-newline">"""

WEB = """<script>alert(1)</script><style>li{}</style><h3>Work</h3><ul onclick="x()"><li>One <strong>bold, <em>both</em></strong> and
<a href="javascript:alert(1)">unsafe</a><ul><li>Within</li></ul></li><li><img src=x onerror=alert(1)>Two<br>halves</li></ul>
<table><tr><td>A</td><td>B</td></tr></table><p>**as it was** &lt;b&gt;</p>"""

# What is on the clipboard as a page and as text, and the boxes that come of it.
PASTED = (
    ("a list from Word", WORD, "·  Led", ["Led **five** teams", "Cut *costs*"]),
    ("a document of Google's", DOCS, "Built", ["**Built** a [bridge](https://x.example/a_%28b%29)", "***Both***"]),
    ("a web page", WEB, "One", ["Work", "One **bold, *both*** and unsafe", "Within", "Two", "halves", "A B", "**as it was** <b>"]),
    ("bold in a word", "<b>Word</b>press and <i>re</i>-use", "", ["Wordpress and *re*-use"]),
    ("spaces in marks", "a<b> b </b>c <b>d</b><b> e</b>", "", ["a **b** c **d e**"]),
    ("bullets", "", "• One\n  ◦ Two\n\u2022\u00a0Three\r\n", ["One", "Two", "Three"]),
    ("dashes and numbers", "", "- One\n* Two\n3. Three\n(4) Four\nd) Five", ["One", "Two", "Three", "Four", "Five"]),
    ("lines that a PDF broke", "", "• Led a team of five\nacross three sites\n• Cut costs", ["Led a team of five across three sites", "Cut costs"]),
    ("plain lines", "", "One\n\nTwo", ["One", "Two"]),
    ("lines with numbers of their own", "", "Coach\n1. FC Nord\nReferee", ["Coach", "1. FC Nord", "Referee"]),
    ("one line", "", "3. Liga, 2019 - 2021", ["3. Liga, 2019 - 2021"]),
    ("Markdown", "", "- Led **five** teams\n- *Cut* costs", ["Led **five** teams", "*Cut* costs"]),
)  # fmt: skip


def test_what_is_pasted_becomes_lines_and_marks(visit: Open) -> None:
    page = visit()
    box = first_job(page)
    page.evaluate("() => { window.alert = () => { throw Error('it ran') } }")
    for what, html, text, expected in PASTED:
        box.evaluate("(box, paste) => { box.select(); box.setRangeText('') }", None)
        is_ours = box.evaluate(PASTE, [html, text])
        assert is_ours, what
        assert lines(page) == [*expected, ""], what
        page.locator("[data-lines]").first.evaluate(
            "list => list.querySelectorAll('li:not(:first-child)').forEach(x => x.remove())"
        )
    box.evaluate("box => { box.value = 'before after'; box.setSelectionRange(7, 7) }")
    box.evaluate(PASTE, ["", "- one\n- two "])
    assert lines(page) == ["before one", "twoafter", ""]


def test_several_pasted_lines_go_again_at_one_undo(visit: Open) -> None:
    page = visit()
    box = first_job(page)
    box.press_sequentially("Kept the diary: and more")
    for _ in " and more":
        box.press("ArrowLeft")
    box.evaluate(PASTE, ["", "- Ran\n- Built\n- Led"])
    assert lines(page) == ["Kept the diary:Ran", "Built", "Led and more", ""]
    page.keyboard.press("Control+z")
    assert lines(page) == ["Kept the diary: and more", ""]
    expect(box).to_be_focused()
    box.evaluate(PASTE, ["", "One\nTwo"])
    page.keyboard.type(" more")
    page.keyboard.press("Control+z")  # the browser's own: the last thing was typed
    assert len(lines(page)) == 3


def test_an_address_on_words_makes_a_link(visit: Open) -> None:
    page = visit()
    box = first_job(page)
    box.fill("See this bridge")
    box.evaluate("box => box.setSelectionRange(4, 15)")
    box.evaluate(PASTE, ["", "https://x.example/bridge"])
    expect(box).to_have_value("See [this bridge](https://x.example/bridge)")


def test_a_paragraph_keeps_its_lines_and_plain_text_as_it_is(visit: Open) -> None:
    page = visit()
    box = summary_of(page)
    assert not box.evaluate(PASTE, ["", "- one\n- two"])  # left to the browser
    assert box.evaluate(PASTE, [DOCS, "Built"])
    expect(box).to_have_value("**Built** a [bridge](https://x.example/a_%28b%29)\n***Both***")


def test_five_hundred_lines_are_too_many_and_none_is_lost(visit: Open) -> None:
    page = visit()
    box = first_job(page)
    many = [f"{number}. I did the {number}th thing" for number in range(1, 501)]
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 422):
        box.evaluate(PASTE, ["", "\n".join(many)])
    expect(page.get_by_text("These are 500 lines. 200 is the most.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Change").click()
    expect(page.get_by_text("These are 500 lines. 200 is the most.")).to_be_visible()
    said = lines(page)
    assert len(said) == 501
    assert said[499] == "I did the 500th thing"
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("[data-lines]").first.evaluate(
            "list => { list.querySelectorAll('li').forEach((line, at) => at > 2 && line.remove());"
            " list.querySelector('textarea').dispatchEvent(new Event('input', {bubbles: true})) }"
        )
    expect(page.get_by_text("200 is the most")).to_have_count(0)


def test_the_browser_knows_the_language_of_the_words(visit: Open) -> None:
    page = visit()
    first_job(page)
    page.goto("/profiles")
    page.get_by_label("Its name").last.fill("Deutsch")
    page.get_by_label("Its language").select_option("de")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/profile/steps/**")
    page.goto("/profile/steps/about")
    for label in ("In short", "What you do"):
        expect(page.get_by_label(label)).to_have_attribute("lang", "de")
    assert page.get_by_label("E-mail").get_attribute("lang") is None
