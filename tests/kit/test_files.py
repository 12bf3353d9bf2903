"""The file store keeps the same promises in a folder and in a bucket."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from litestar.testing import TestClient
from moto.server import ThreadedMotoServer

from tests.world import Somebody
from web.app import create_app
from web.kit.files import Files, Unstored
from web.settings import Settings


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of moto's server, which speaks S3 over a socket of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    named = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in named.items():
            patch.setenv(name, value)
        boto3.client("s3", endpoint_url=named["AWS_ENDPOINT_URL"], region_name="us-east-1").create_bucket(
            Bucket="sheets"
        )
        yield "s3://sheets/metier"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files(str(tmp_path / "files") if request.param == "folder" else request.getfixturevalue("bucket"))


def test_what_is_put_is_found_again(files: Files) -> None:
    body = os.urandom(300_000)
    files.put("people/a/prints/x.pdf", body)
    assert files.get("people/a/prints/x.pdf") == body
    files.put("people/a/prints/empty.png", b"")
    assert files.get("people/a/prints/empty.png") == b""


def test_a_second_writing_replaces_the_first(files: Files) -> None:
    files.put("people/a/x", b"the first, which is longer")
    files.put("people/a/x", b"the second")
    assert files.get("people/a/x") == b"the second"


def test_what_is_not_there_is_none_and_no_error_to_remove(files: Files) -> None:
    assert files.get("people/nobody/x") is None
    files.delete("people/nobody/x", "people/nobody/y")
    files.put("people/a/x", b"x")
    files.delete("people/a/x")
    assert files.get("people/a/x") is None


def test_a_persons_folder_is_cleared_and_nobody_elses(files: Files) -> None:
    files.delete_under("people")
    for name in ("people/1/a", "people/1/b/c", "people/11/a", "people/2/a", "people/1x"):
        files.put(name, name.encode())
    assert sorted(files.names_under("people/1")) == ["people/1/a", "people/1/b/c"]
    files.delete_under("people/1")
    files.delete_under("people/1")
    assert files.names_under("people/1") == [] and files.get("people/1/a") is None
    assert sorted(files.names_under("people")) == ["people/11/a", "people/1x", "people/2/a"]


def test_a_name_does_not_lead_out_of_the_store(files: Files, tmp_path: Path) -> None:
    for name in ("../outside", "people/../../outside", "/etc/metier"):
        try:
            files.put(name, b"x")
        except (Unstored, ValueError):
            continue
        assert files.get(name) == b"x"
    assert not (tmp_path / "outside").exists() and not (tmp_path.parent / "outside").exists()
    assert not Path("/etc/metier").exists()


def test_the_store_checks_itself(files: Files) -> None:
    files.check()
    assert files.get("check/alive") == b"alive"


def test_a_store_that_is_away_says_so(monkeypatch: pytest.MonkeyPatch, bucket: str) -> None:
    gone = Files("s3://no-such-bucket")
    for ask in (lambda: gone.put("x", b"x"), gone.check):
        with pytest.raises(Unstored):
            ask()


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("a file where a folder belongs")
    with pytest.raises(Unstored):
        Files(str(tmp_path)).put("people/a/x", b"x")


# --- a full disk -----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, nearly all of it taken."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount the small file system of this test")
    (place / "filler").write_bytes(b"x" * (1_048_576 - 4_096))
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_refuses_and_leaves_nothing_half(small_disk: Path) -> None:
    files = Files(str(small_disk))
    with pytest.raises(Unstored):
        files.put("people/a/x", b"x" * 200_000)
    assert files.get("people/a/x") is None
    (small_disk / "filler").unlink()
    files.put("people/a/x", b"x" * 200_000)
    assert files.get("people/a/x") == b"x" * 200_000


def test_with_a_full_disk_everything_but_the_sheet_works(settings: Settings, small_disk: Path) -> None:
    with TestClient(create_app(settings.model_copy(update={"files": str(small_disk)}))) as client:
        alice = Somebody("Alice Ashby", client, client.app.state.house.database).start()
        for address in ("/resumes/default/sheet", "/resumes/default/pdf"):
            answer = alice.get(address)
            assert answer.status_code == 503 and "Nothing that was saved is lost" in answer.text
        assert alice.part("/profile/steps/about", {"headline": "Cook"}).status_code == 200
        assert 'value="Cook"' in alice.get("/profile/steps/about").text
        (small_disk / "filler").unlink()
        assert alice.get("/resumes/default/pdf").content.startswith(b"%PDF-")
