"""Faults in how the embedded database is found, started after a bad end, and lent."""

FAULTS = [
    ('web/operations/cluster.py', 'with suppress(FileNotFoundError):  # a server at its end', 'with suppress(KeyError):  # a server at its end', 'tests/operations/test_cluster.py::test_a_note_that_goes_while_it_is_read_is_not_put_back'),
    ('web/operations/cluster.py', 'with note.open("r+") as file:', 'with note.open("a+") as file:', 'tests/operations/test_cluster.py::test_a_note_that_goes_while_it_is_read_is_not_put_back'),
    ('web/operations/cluster.py', 'return int(first) if first.isdigit() else 0', 'return int(first)', 'tests/operations/test_cluster.py::test_a_note_that_was_cut_off'),
    ('web/operations/cluster.py', '                _write_number(note, os.getpid())\n', '', 'tests/operations/test_cluster.py::test_a_note_with_a_number_that_belongs_to_another_process'),
    ('web/operations/cluster.py', 'return f" -D {self.folder / \'data\'} " in', 'return str(self.folder / "data") in', 'tests/operations/test_cluster.py::test_a_server_on_a_home_with_a_like_name_is_left_alone'),
    ('web/operations/cluster.py', '                    self._end(process)\n', '                    pass\n', 'tests/operations/test_cluster.py::test_a_server_left_over_is_ended_before_ours_begins'),
    ('web/operations/cluster.py', ' and lines[7].strip() == "ready" else []', ' else []', 'tests/operations/test_cluster.py::test_another_process_uses_the_server_that_runs'),
    ('web/operations/cluster.py', 'if (lines := self._ready_note()) and', 'if (lines := (self.folder / "data/postmaster.pid").read_text().splitlines()) and', 'tests/operations/test_cluster.py::test_another_process_uses_the_server_that_runs'),
    ('web/operations/launch.py', 'return self.quick_deaths >= MOST_QUICK_DEATHS', 'return False', 'tests/operations/test_run.py::test_web_killed_again_and_again'),
]  # fmt: skip
