"""The photo, and searching: what is brought is made anew and stays its owner's, and words find what they should."""

from tests.planted import Fault

P = "tests/profile/test_photo.py::"
S = "tests/profile/test_search.py::"
FAULTS: list[Fault] = [
    ("web/profile/photo.py", "picture = ImageOps.exif_transpose(picture)", "", P + "test_it_stands_upright_whichever_way_it_was_taken"),
    ("web/profile/photo.py", "if opened.width * opened.height > MOST_PIXELS:", "if False:", P + "test_what_is_no_photo_is_refused_in_words"),
    ("web/profile/photo.py", "formats=FORMATS", "formats=None", P + "test_what_is_no_photo_is_refused_in_words"),
    ("web/profile/photo.py", "    made = Image.new(\"RGB\", picture.size)  # a new one brings nothing along that was written beside the pixels\n    made.paste(_in_srgb(picture, colours).convert(\"RGB\"))\n    return made\n", "    return _in_srgb(picture, colours).convert(\"RGB\")\n", P + "test_nothing_of_what_a_camera_wrote_is_left"),
    ("web/profile/photo.py", "Image.new(\"RGBA\", layers.size, \"white\")", "Image.new(\"RGBA\", layers.size)", P + "test_what_is_seen_through_is_white"),
    ("web/profile/photo.py", "90: Image.Transpose.ROTATE_270", "90: Image.Transpose.ROTATE_90", P + "test_it_turns_clockwise_and_comes_round"),
    ("web/profile/actions.py", "    place_photo(photo, Place())\n", "", P + "test_it_turns_clockwise_and_comes_round"),
    ("web/profile/tables.py", "cut: bytes = Field(sa_type=SealedBytes, nullable=True)", "cut: bytes = Field(sa_type=sa.LargeBinary, nullable=True)", P + "test_it_is_sealed_at_rest"),
    ("web/resumes/pages/photo.py", "\"private, no-store\"", "\"public, max-age=86400\"", P + "test_only_its_owner_sees_it_and_no_store_keeps_it"),
    ("web/resumes/pages/photo.py", "if str(resume.id) in listed:", "if True:", P + "test_each_resume_shows_it_or_not"),
    ("web/resumes/actions.py", "if not resume.has_photo or", "if", P + "test_each_resume_shows_it_or_not"),
    ("migrations/versions/20261121_editor.py", " or exists (select from photos where profile_id = wanted)", "", "tests/accounts/test_merging.py::test_the_least_word_comes_along"),
    ("web/profile/search.py", "t.owner_id = :owner and t.profile_id = :profile", "t.owner_id = :owner", S + "test_nobody_elses_and_no_other_profiles_is_found"),
    ("web/profile/search.py", " and t.removed_at is null", "", S + "test_what_is_removed_is_not_found_until_it_is_back"),
    ("web/profile/search.py", "quote_literal(lower(unaccent(word)))", "lower(unaccent(word))", S + "test_what_is_found"),
    ("web/profile/search.py", "filter(None, folded_words)", "folded_words", S + "test_what_is_found"),
    ("web/profile/search.py", "\"keywords\", ", "", S + "test_every_word_of_every_kind_is_found"),
    ("web/profile/search.py", "return len(said) >= SHORTEST_SLIP and any(", "return any(", S + "test_what_is_far_off_is_not_taken_for_a_slip"),
]  # fmt: skip
