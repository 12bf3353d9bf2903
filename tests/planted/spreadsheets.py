"""The tracker's past: spreadsheets in and out."""

from tests.planted import Fault

A = "web/applications/"
C = "tests/applications/test_columns.py::"
B = "tests/applications/test_bring_csv.py::"
X = "tests/applications/test_export.py::"
FAULTS: list[Fault] = [
    (A + "bringing.py", "_fail(house, owner_id, spreadsheet_id, FAULT)", "pass", B + "test_a_fault_of_ours_is_said_and_the_table_can_be_brought_again"),
    (A + "columns.py", "is_linkedin = {folded(name) for name in header} >= LINKEDIN", "is_linkedin = False", C + "test_names_are_known"),
    (A + "columns.py", "if best >= 2:", "if best >= 0:", C + "test_the_header_may_stand_anywhere_in_the_first_lines"),
    (A + "columns.py", "(says in MANY or says not in taken)", "says", C + "test_what_is_not_made_out_is_kept_and_nothing_is_said_twice"),
    (A + "spreadsheets.py", "delimiter = max(DELIMITERS, key", "delimiter = min(DELIMITERS, key", B + "test_however_it_is_written"),
    (A + "spreadsheets.py", "return cell[1:] if cell.startswith(\"'\") and", "return cell[1:] if cell.startswith(\"''\") and", X + "test_no_cell_is_a_formula_and_none_is_changed"),
    (A + "spreadsheets.py", "re.compile(r\"'*[=+\\-@\\t\\r]\")", "re.compile(r\"[=+\\-@\\t\\r]\")", X + "test_no_cell_is_a_formula_and_none_is_changed"),
    (A + "lines.py", "if month > 12 >= day:", "if False:", B + "test_days"),
    (A + "spreadsheets.py", "len(below) + 1)", "len(below))", B + "test_the_number_of_a_row_is_the_spreadsheets"),
    (A + "lines.py", "        self.kept.append(f\"{says.value}: {cell}\")\n", "", B + "test_what_a_row_becomes"),
    (A + "spreadsheets.py", "if len(found) > MOST_ROWS:", "if False:", B + "test_what_cannot_be_read_is_said_at_the_field"),
    (A + "bringing.py", "        self.keys.add(key)\n        self.fingerprints.add(fingerprint)\n", "", B + "test_what_is_there_already_is_passed_over_and_counted"),
    (A + "bringing.py", "\"contacts\": bringer.made_contacts", "\"contacts\": []", B + "test_all_of_it_is_taken_back_as_one"),
    (A + "bringing.py", "if sheet.state is SheetState.CANCELLED:", "if False:", B + "test_stopped_while_it_is_brought_nothing_is_there"),
    (A + "bringing.py", "            db.execute(sa.text(\"select 1\"))", "            pass", B + "test_the_database_hears_of_every_batch_even_where_nothing_is_written"),
    (A + "linkedin.py", "other.partition(b\"\\n\")[2].rstrip()", "other.rstrip()", B + "test_a_long_one_comes_in_parts"),
    (A + "lines.py", "plain(text) if TAG.search(text) else text", "text", B + "test_huntrs_archive_is_taken_as_it_comes"),
    (A + "lines.py", "                if _AMERICAN.search(row[number]):\n                    tells[False] += 1\n                elif", "                if", B + "test_the_files_other_days_tell_which_comes_first"),
    (A + "bringing.py", "tzinfo=self.zone)", "tzinfo=zone_named(\"UTC\"))", X + "test_days_are_the_persons_wherever_they_are"),
    (A + "bringing.py", "elif len(self.jobs) >= self.room:", "elif False:", B + "test_more_than_one_may_follow_is_said"),
    (A + "pages/bring.py", "if sheet.sheet and not sheet.is_under_way:\n        if errors", "if not sheet.is_under_way:\n        if errors", B + "test_bringing_twice_brings_once"),
    (A + "packing.py", "col(Application.removed_at).is_(None))\n\n    def day", "True)\n\n    def day", X + "test_what_is_in_the_bin_is_in_the_json_alone"),
    (A + "packing.py", "        yield Piece(f\"applications/sent/", "        continue\n        yield Piece(f\"applications/sent/", X + "test_the_parcel_holds_all_of_it_and_what_was_sent_as_it_was"),
]  # fmt: skip
