"""Every language of the sheets: nothing missing, nothing left in English, dates as they are written there, and every
letter drawn in the faces that a design brings with it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from tests.kit.printing.readers import Read, words
from web.kit.printing import LANGUAGES, Order, designs
from web.kit.printing.controls import PAIRS
from web.kit.printing.dates import locale_of, month, narrow_span, span
from web.kit.printing.faces import FONTS, NEEDED_BY, rules, scripts_in, stack
from web.kit.printing.lists import ORDER
from web.kit.printing.typeset import typeset
from web.kit.printing.words import ENGLISH, FILES, direction_of, words_of

SECTIONS = (*ORDER, "summary", "talks")
# What a language truly shares with English, letter for letter.
SHARED = {"fr": {"publications", "page"}}
EASTERN = ("ja", "ko", "zh")
PAGE_LINE = re.compile(r"\sN\s+\S+ \d+ \S+ \d+$")
MONTHS = [f"2019-{number:02}" for number in range(1, 13)]

# --- the words -------------------------------------------------------------------------------------------------------


def test_there_are_twenty_languages_and_more() -> None:
    assert len(LANGUAGES) >= 20
    assert {tag for tag in LANGUAGES if direction_of(tag) == "rtl"} == {"ar", "he"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_sheet_is_missing_in_a_language(language: str) -> None:
    said = tomllib.loads(FILES[language].read_text("utf-8"))
    assert said.keys() - {"month"} == ENGLISH.keys()
    assert all(word and word == " ".join(word.split()) for word in said.values())
    assert all(word == unicodedata.normalize("NFC", word) for word in said.values())


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_nothing_is_left_in_english(language: str) -> None:
    said = words_of(language)
    assert {key for key in ENGLISH if said[key].casefold() == ENGLISH[key].casefold()} == SHARED.get(language, set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sections_have_one_name(language: str) -> None:
    names = [words_of(language)[key].casefold() for key in SECTIONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_called_as_it_calls_itself(language: str) -> None:
    assert LANGUAGES[language].casefold().startswith(locale_of(language).language_name[:5].casefold()) or (
        language in {"id", "nb"}  # Babel leaves out "Bahasa" and writes "norsk bokmål" with its region
        and locale_of(language).language_name.split()[0].casefold() in LANGUAGES[language].casefold()
    )


def test_one_finds_ones_language_by_its_first_letter() -> None:
    names = list(LANGUAGES.values())
    assert names.index("Čeština") < names.index("Dansk") < names.index("Español") < names.index("Français")
    assert names.index("Türkçe") < names.index("Ελληνικά") < names.index("Русский") < names.index("日本語")


def test_a_region_has_its_own_words_or_its_languages() -> None:
    assert words_of("pt-BR")["languages"] == "Idiomas"
    assert words_of("pt-PT") == words_of("pt_AO") == words_of("pt")
    assert words_of("de-AT") == words_of("de")
    assert words_of("tlh") == ENGLISH


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "still", "summer", "numbers"),
    [
        ("ar", "مارس 2019 – حتى الآن", "مايو 2022 – أغسطس 2022", "09/2019 – 12/2021"),
        ("cs", "3/2019 – dosud", "5/2022 – 8/2022", "9/2019 – 12/2021"),
        ("da", "mar. 2019 – nu", "maj – aug. 2022", "sep. 2019 – dec. 2021"),
        ("de", "März 2019 – heute", "Mai – Aug. 2022", "09.2019 – 12.2021"),
        ("el", "Μαρ 2019 – σήμερα", "Μάι – Αυγ 2022", "Σεπ 2019 – Δεκ 2021"),
        ("en", "Mar 2019 – present", "May – Aug 2022", "Sep 2019 – Dec 2021"),
        ("es", "mar 2019 – actualidad", "may – ago 2022", "sept 2019 – dic 2021"),
        ("fi", "3/2019 – edelleen", "5/2022 – 8/2022", "9/2019 – 12/2021"),
        ("fr", "mars 2019 – aujourd’hui", "mai – août 2022", "09/2019 – 12/2021"),
        ("he", "מרץ 2019 – היום", "מאי 2022 – אוג׳ 2022", "9.2019 – 12.2021"),
        ("hu", "2019. márc. – jelenleg", "2022. máj. – 2022. aug.", "2019. 9. – 2021. 12."),
        ("id", "Mar 2019 – sekarang", "Mei – Agu 2022", "Sep 2019 – Des 2021"),
        ("it", "mar 2019 – oggi", "mag – ago 2022", "set 2019 – dic 2021"),
        ("ja", "2019年3月 – 現在", "2022年5月 – 2022年8月", "2019/09 – 2021/12"),
        ("ko", "2019년 3월 – 현재", "2022년 5월 – 2022년 8월", "2019. 9. – 2021. 12."),
        ("nb", "mars 2019 – nå", "mai – aug. 2022", "sep. 2019 – des. 2021"),
        ("nl", "mrt 2019 – heden", "mei – aug 2022", "sep 2019 – dec 2021"),
        ("pl", "mar 2019 – obecnie", "maj – sie 2022", "wrz 2019 – gru 2021"),
        ("pt", "mar. 2019 – presente", "mai. – ago. 2022", "set. 2019 – dez. 2021"),
        ("pt-BR", "mar. 2019 – atual", "mai. – ago. 2022", "set. 2019 – dez. 2021"),
        ("ro", "mar. 2019 – prezent", "mai – aug. 2022", "09.2019 – 12.2021"),
        ("ru", "март 2019 – настоящее время", "май – авг. 2022", "09.2019 – 12.2021"),
        ("sv", "mars 2019 – nu", "maj – aug. 2022", "sep. 2019 – dec. 2021"),
        ("tr", "Mar 2019 – halen", "May – Ağu 2022", "Eyl 2019 – Ara 2021"),
        ("uk", "бер. 2019 – дотепер", "трав. – серп. 2022", "09.2019 – 12.2021"),
        ("vi", "03/2019 – nay", "05/2022 – 08/2022", "09/2019 – 12/2021"),
        ("zh", "2019年3月 – 至今", "2022年5月 – 2022年8月", "2019年9月 – 2021年12月"),
    ],
    ids=sorted(LANGUAGES),
)
def test_dates_are_written_as_they_are_there(language: str, still: str, summer: str, numbers: str) -> None:
    assert span("2019-03", "present", language) == still
    assert span("2022-05", "2022-08", language) == summer
    assert narrow_span("2019-09", "2021-12", language, 10) == numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_months_are_twelve_different_ones_with_their_year(language: str) -> None:
    for style in ("short", "long", "number"):
        written = {month(value, language, style) for value in MONTHS}
        assert len(written) == 12
        assert all("2019" in one for one in written)
    assert span("2014", "2014", language) == "2014"
    assert span("2014", "2016", language) == "2014 – 2016"


# --- the letters -----------------------------------------------------------------------------------------------------

FACE = re.compile(r'@font-face { font-family: "(Sheet [^"]+)";[^}]*url\(font:([^)]+)\)')
# Every stack that a sheet can be set in: the family that is asked for, and the one that helps it out.
STACKS = sorted(
    {(family, design.faces["text"]) for design in designs().values() for family in design.faces.values()}
    | {(family, text) for _, text, heading in PAIRS.values() for family in (text, heading)}
)
WITHOUT_VIETNAMESE = {"atkinson-hyperlegible-next", "brygada-1918", "sofia-sans", "sofia-sans-extra-condensed"}


@cache
def letters_of(file: str) -> frozenset[int]:
    return frozenset(TTFont(FONTS / file).getBestCmap())


def typefaces_of(families: tuple[str, ...], scripts: tuple[str, ...]) -> dict[str, set[int]]:
    """The typefaces of a stack, each with the letters that all its weights and slopes have. A typeface comes in several
    files, one a script; they are one face to whoever reads."""
    files: dict[str, list[str]] = {}
    for name, file in FACE.findall(rules(families, scripts)):
        files.setdefault(name, []).append(file)
    typefaces: dict[str, set[int]] = {}
    for name in re.findall(r'"(Sheet [^"]+)"', stack(families, scripts)):
        shared = frozenset.intersection(*map(letters_of, files[name]))
        typefaces.setdefault(files[name][0].split("/")[0], set()).update(shared)
    return typefaces


def faces_of(text: str, typefaces: dict[str, set[int]]) -> set[str]:
    """The typefaces a text is set in: each letter in the first of the stack that has it."""
    return {next((name for name, has in typefaces.items() if ord(letter) in has), "none") for letter in text}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_drawn_in_one_face_of_our_own(language: str) -> None:
    """Not one word is patched together of two faces, and none falls back on what a machine happens to have. A few
    families borrow the Vietnamese letters that they lack."""
    said = " ".join((*words_of(language).values(), *(month(value, language) for value in MONTHS)))
    for families in STACKS:
        if language == "vi" and families[0] in WITHOUT_VIETNAMESE:
            continue
        typefaces = typefaces_of(families, scripts_in(said, language))
        assert "none" not in faces_of(said, typefaces), list(typefaces)
        for word in re.findall(r"[^\W\d]+", said):
            assert len(faces_of(word, typefaces)) == 1, (word, families)


@pytest.mark.parametrize("families", STACKS, ids="-".join)
def test_a_letter_brings_the_files_that_have_it(families: tuple[str, ...]) -> None:
    """What a stack could draw with every file it names, it draws with those that a text asks for."""
    every = set().union(*typefaces_of(families, ("latin", *NEEDED_BY)).values())
    missing = [
        letter
        for letter in map(chr, every)
        if (letter.isalpha() or letter.isdigit() or unicodedata.category(letter) in ("Sc", "Sm"))
        and faces_of(letter, typefaces_of(families, scripts_in(letter, "en"))) == {"none"}
    ]
    assert missing == []


@pytest.mark.parametrize("design", designs())
def test_a_printed_sheet_says_every_word_in_our_own_faces(design: str) -> None:
    """As a Turkish sheet, because only there do small capitals tell ı from i."""
    said = {tag: ", ".join(words_of(tag).values()) for tag in LANGUAGES if tag not in EASTERN}
    read = printed(design, "tr", said.values())
    assert {tag for tag in said if times(said[tag], read) == 2} == {tag for tag in said if direction_of(tag) == "ltr"}
    assert all(face.startswith(b"Sheet-") for face in drawn_in(read)), drawn_in(read)


@pytest.mark.parametrize("language", EASTERN)
def test_eastern_words_are_printed_in_our_own_faces(language: str) -> None:
    said = ", ".join(words_of(language).values())
    read = printed("modern", language, [said])
    assert times(said, read) == 2
    assert all(face.startswith(b"Sheet-") for face in drawn_in(read)), drawn_in(read)


def printed(design: str, language: str, texts: Iterable[str]) -> Read:
    """A section for each text, which is its heading and what it says."""
    sections = [{"name": text, "entries": [{"title": "A", "summary": text}]} for text in texts]
    career = {"basics": {"name": "N"}, "meta": {"metier": {"sections": sections}}}
    return Read(typeset(Order(career, design, language=language))[0])


def times(text: str, read: Read) -> int:
    """How often a text is read back; one from right to left is not, as readers start it from the other end."""
    pages = [PAGE_LINE.sub("", page.rstrip()) for page in read.texts["pypdfium2"]]
    return "".join(words(" ".join(pages))).count("".join(text.split()))


def drawn_in(read: Read) -> set[bytes]:
    faces = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", read.plain))
    assert faces
    return faces


@pytest.mark.parametrize(
    ("language", "text", "scripts"),
    [
        ("en", "Plain, naïve, “quoted” – 100 % •", ()),
        ("en", "Łódź", ("latin-ext",)),
        ("en", "Ελλάδα, Київ", ("greek", "cyrillic")),
        ("vi", "Nguyễn", ("vietnamese",)),
        ("ar", "محمد", ("arabic",)),
        ("en", "上海", ("chinese",)),
        ("en", "東京タワー", ("japanese",)),
        ("zh", "东京タワー", ("chinese",)),
        ("ja", "東京", ("japanese",)),
        ("ja", "東京, 서울", ("japanese", "korean")),
        ("ko", "서울", ("korean",)),
        ("ko-KR", "서울, 東京", ("korean", "chinese")),
    ],
)
def test_a_sheet_loads_only_the_faces_it_needs(language: str, text: str, scripts: tuple[str, ...]) -> None:
    assert scripts_in(text, language) == ("latin", *scripts)
