"""What a career in running text is made of: who writes such a file and who reads it back mean the same by it."""

from enum import StrEnum

DOT = " · "  # between contacts, and between a place and dates


class Kind(StrEnum):
    NAME = "name"
    LABEL = "label"
    CONTACTS = "contacts"
    SECTION = "section"
    ENTRY = "entry"
    META = "meta"  # place and dates of the entry above
    TEXT = "text"
    POINT = "point"
