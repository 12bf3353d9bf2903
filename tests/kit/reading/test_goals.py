"""How well other people's documents are read: the goals, and whether a confidence means what it says."""

import pytest

from tests.kit.reading.calibration import DOCUMENTS, documents, judged, read, score, scorer

pytestmark = pytest.mark.skipif(not DOCUMENTS.exists(), reason="no ../shared/data/resumes beside this checkout")


def test_what_other_people_wrote_is_read_as_well_as_was_promised() -> None:
    by = scorer()
    found = [(document, truth, read(document)) for _, document, truth in documents()]
    assert all(said["career"] for _, _, said in found)
    got = score([(document, truth, said["career"]) for document, truth, said in found], by)
    assert got.exact >= 0.92 and got.contained >= 0.96 and got.spurious <= 5 and got.noise <= 0.10, str(got)
    sure = [right for _, truth, said in found for *_, shown, right in judged(truth, said, by) if shown >= 0.9]
    assert sum(sure) >= 0.9 * len(sure) > 1_000
