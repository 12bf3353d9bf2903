"""Bytes to letters, and letters to elements, of what others wrote."""

import pytest

from web.kit.decoding import decoded
from web.kit.jsonresume import Unreadable
from web.kit.markup import parsed_html, parsed_page, parsed_xml, said


def test_letters_by_their_mark_what_is_said_or_how_they_look() -> None:
    assert [
        decoded("Bäcker".encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")
    ] == ["Bäcker"] * 5
    assert decoded("Пекарь".encode("koi8-r"), "koi8-r") == "Пекарь"
    assert decoded("Bäcker".encode("utf-8-sig"), "koi8-r") == "Bäcker"


def test_line_ends_are_of_one_kind_and_nothing_controls() -> None:
    assert decoded(b"a\r\nb\rc\vd\x00e\x07f\x0cg\th\x7f") == "a\nb\nc\nde\x07f\x0cg\th\x7f".replace("\x07", "").replace(
        "\x7f", ""
    )
    assert decoded("a\u2028b\u2029c\x85d\ufeff".encode()) == "a\nb\n\nc\nd"
    assert decoded("a\u0308".encode()) == "ä"


def test_a_page_with_its_head_or_only_its_body() -> None:
    page = '<?xml version="1.0" encoding="latin-1"?><html><head><title>Bäcker</title></head><body><p>bäckt</p></body></html>'
    whole, body = parsed_page(page), parsed_html(page)
    assert whole is not None and whole.findtext(".//title") == "Bäcker"
    assert body is not None and body.tag == "body" and said(body, "p") == "bäckt"
    assert parsed_page("") is None and parsed_html("  ") is None


def test_xml_with_entities_of_its_own_is_not_read() -> None:
    with pytest.raises(Unreadable):
        parsed_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
