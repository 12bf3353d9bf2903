"""What the app asks outside: SECURITY 12, with a resolver and servers of our own."""

import ast
import asyncio
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from web.kit.clock import now
from web.kit.outbound import (
    NotFetched,
    Outbound,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
    is_public,
    look_up,
    public_tls,
)
from web.settings import ROOT

PUBLIC = "93.184.216.34"
HERE = "127.0.0.1"
PATIENCE = 10  # seconds for what is given up after half of one: the machine may be busy
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server on every address of this machine, or on one. It answers at each path what it is told to."""

    host: str = ""
    tls: ssl.SSLContext | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    visits: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Site":
        site = self

        class Counter(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                with suppress(OSError):  # whoever asked may have heard enough
                    site.answers.get(self.path, saying())(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Hall(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128
            address_family = socket.AF_INET6 if not site.host and socket.has_dualstack_ipv6() else socket.AF_INET

            def server_bind(self) -> None:
                if self.address_family == socket.AF_INET6:
                    self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                super().server_bind()

            def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
                site.visits += 1
                super().process_request(request, client_address)  # type: ignore[arg-type]

            def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
                with suppress(OSError):  # a handshake that the other side gave up
                    request = site.tls.wrap_socket(request, server_side=True) if site.tls else request
                    super().finish_request(request, client_address)

        self.server = Hall((self.host, 0), Counter)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def at(self, host: str, path: str = "/") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"


def saying(body: bytes = b"Hello", status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": "text/plain; charset=utf-8", **headers}.items():
            request.send_header(name.replace("_", "-"), value.encode().decode("latin-1"))
        request.end_headers()
        request.wfile.write(body)

    return answer


def moved_to(place: str, status: int = 302, **headers: str) -> Answer:
    return saying(b"", status, Location=place, **headers)


@dataclass
class Names:
    """A resolver of our own. A name that has several answers gives one after the other, and the last from then on."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self.answers:
            return look_up(host, port)  # addresses, as this machine reads them
        answers = self.answers[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.answers.clear()
    server.asked.clear()
    server.visits = 0
    return server


def strict(site: Site, **names: list[list[str]]) -> Outbound:
    """As in production, but for the port."""
    return Outbound(resolve=Names(dotted(names)), ports=frozenset({80, 443, site.port}))


def lenient(site: Site, *addresses: str, **names: list[list[str]]) -> Outbound:
    """The site itself may be asked, under the name site.example."""
    allowed = frozenset((address, site.port) for address in addresses or (HERE,))
    names = {"site_example": [[HERE]], **names}
    return Outbound(resolve=Names(dotted(names)), ports=frozenset({80, 443, site.port}), allowed=allowed)


def dotted(names: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    return {name.replace("_", "."): answers for name, answers in names.items()}


# --- what is fetched -------------------------------------------------------------------------------------------------


def test_what_lies_there_is_fetched(site: Site) -> None:
    site.answers["/page?of=1"] = saying("Grüße".encode(), 404, X_Left="7")
    found = lenient(site).fetch(
        site.at("site.example", "/page?of=1#part"), accept="text/plain", headers={"X-Mine": "1"}
    )
    assert (found.status, found.media_type, found.body.decode()) == (404, "text/plain", "Grüße")
    assert found.address == site.at("site.example", "/page?of=1#part") and found.headers["x-left"] == "7"
    ((path, said),) = site.asked
    assert path == "/page?of=1"
    assert said == {
        "Host": f"site.example:{site.port}", "User-Agent": "Metier", "Accept": "text/plain", "Accept-Encoding": "gzip", "X-Mine": "1",
    }  # fmt: skip


def test_a_name_of_any_script_is_asked_by_its_own(site: Site) -> None:
    outbound = Outbound(
        Names({"xn--bcher-kva.example": [[HERE]]}), frozenset({site.port}), frozenset({(HERE, site.port)})
    )
    assert outbound.fetch(f"http://Bücher.example:{site.port}/").body == b"Hello"
    assert site.asked[0][1]["Host"] == f"xn--bcher-kva.example:{site.port}"


def test_a_question_has_a_body_and_its_answer_is_not_followed(site: Site) -> None:
    heard = []

    def listen(request: BaseHTTPRequestHandler) -> None:
        heard.append((request.command, request.rfile.read(int(request.headers["Content-Length"]))))
        moved_to("/elsewhere", 307)(request)

    site.answers["/token"] = listen
    found = asyncio.run(lenient(site).ask("POST", site.at("site.example", "/token"), body=b"code=1"))
    assert found.status == 307 and heard == [("POST", b"code=1")] and len(site.asked) == 1


def test_where_one_address_is_silent_the_next_is_tried() -> None:
    with Site(host=HERE) as site:
        outbound = lenient(site, "::1", HERE, site_example=[["::1", HERE]])
        assert outbound.fetch(site.at("site.example")).body == b"Hello"


def test_many_threads_ask_at_once(site: Site) -> None:
    outbound, found = lenient(site), []
    threads = [
        threading.Thread(target=lambda n=n: found.append(outbound.fetch(site.at("site.example", f"/{n}")).status))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == [200] * 20 and {path for path, _ in site.asked} == {f"/{n}" for n in range(20)}


# --- what is refused -------------------------------------------------------------------------------------------------

INSIDE = [
    "http://127.0.0.1:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/",
    "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/", "http://localhost:{port}/", "http://LOCALHOST:{port}/",
    "http://[::1]:{port}/", "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://[fe80::1]:{port}/", "http://[fd00:ec2::254]:{port}/",
    "http://169.254.169.254:{port}/latest/meta-data/", "http://100.64.0.1:{port}/", "http://10.0.0.1:{port}/", "http://192.168.0.1:{port}/",
    "http://172.16.0.1:{port}/", "http://198.18.0.1:{port}/", "http://255.255.255.255:{port}/",
    "http://site.example@127.0.0.1:{port}/", "http://me:secret@public.example:{port}/", "http://@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@public.example/", "http://127.0.0.1:{port}\\@public.example/", "http://public.example\\@127.0.0.1:{port}/",
    "http://127。0。0。1:{port}/", "http://127．0．0．1:{port}/", "http://１２７.0.0.1:{port}/", "http://①②⑦.0.0.1:{port}/", "http://ｌｏｃａｌｈｏｓｔ:{port}/",
    "http://inside.example:{port}/", "http://mixed.example:{port}/", "http://mixed-too.example:{port}/", "http://six.example:{port}/",
    "https://127.0.0.1:{port}/", "http://public.example:5432/", "http://public.example:22/", "http://public.example:0/",
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/_GET", "ftp://public.example/", "data:text/plain,hello", "javascript:alert(1)",
    "//127.0.0.1:{port}/", "127.0.0.1:{port}", "public.example", "", " ", "http://", "http:///etc/passwd", "http://public.example:port/",
    "http://pub\nlic.example/", "http://public.example/\r\nX-Mine: 1", "http://\0/",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_refused_in_the_same_words(site: Site, address: str) -> None:
    names = {
        "public.example": [[PUBLIC]], "inside.example": [[HERE]], "mixed.example": [[PUBLIC, HERE]], "mixed-too.example": [["10.0.0.1", PUBLIC]],
        "six.example": [["2606:2800:220:1::1", "fd12::1"]],
    }  # fmt: skip
    outbound = Outbound(Names(names), frozenset({80, 443, site.port}))
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        outbound.fetch(address.format(port=site.port))
    assert str(refused.value) == "Only public web addresses can be opened, such as https://example.org/page."
    assert site.visits == 0 and time.monotonic() - began < PATIENCE


def test_one_private_address_among_several_is_enough(site: Site) -> None:
    for answer in ([HERE, "10.0.0.1"], ["10.0.0.1", HERE], [HERE, PUBLIC, "fe80::1"]):
        with pytest.raises(Refused):
            lenient(site, site_example=[answer]).fetch(site.at("site.example"))
    assert site.visits == 0


def test_only_the_ports_of_the_web_are_asked(site: Site) -> None:
    assert Outbound().ports == {80, 443}
    outbound = lenient(site)
    with pytest.raises(Refused):
        Outbound(outbound.resolve, allowed=outbound.allowed).fetch(site.at("site.example"))
    assert site.visits == 0


PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2620:4f:8000::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
]  # fmt: skip
AT_LARGE = [
    "1.1.1.1", PUBLIC, "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "168.63.129.15", "169.253.255.255", "172.15.255.255",
    "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001::1", "2003::1",
]  # fmt: skip


@pytest.mark.parametrize(("address", "verdict"), [*((a, False) for a in PRIVATE), *((a, True) for a in AT_LARGE)])
def test_which_addresses_are_public(address: str, verdict: bool) -> None:
    assert is_public(address) is verdict


# --- a name that means something else a moment later -------------------------------------------------------------


def test_the_address_that_was_decided_on_is_the_one_that_is_asked(site: Site) -> None:
    """Nothing looks the name up once more between the decision and the socket."""
    outbound = lenient(site, site_example=[[HERE], ["10.0.0.1"]])
    assert outbound.fetch(site.at("site.example")).body == b"Hello"
    assert outbound.resolve.asked == ["site.example"]  # type: ignore[attr-defined]


def test_a_name_that_turns_inward_on_the_way_is_refused(site: Site) -> None:
    site.answers["/"] = moved_to("/again")
    with pytest.raises(Refused):
        lenient(site, site_example=[[HERE], ["10.0.0.1"]]).fetch(site.at("site.example"))
    assert site.visits == 1


# --- being sent on ---------------------------------------------------------------------------------------------------

INWARD = [
    "http://localhost:{port}/", "http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://0:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://inside.example/",
    "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://me@site.example:{site}/", "http://site.example:5432/",
    "https:///", "http://127。0。0。1:{port}/",
]  # fmt: skip


@pytest.mark.parametrize("place", INWARD)
def test_being_sent_inward_is_refused(site: Site, place: str) -> None:
    with Site() as victim:
        for status in (301, 302, 303, 307, 308):
            site.answers[f"/{status}"] = moved_to(place.format(port=victim.port, site=site.port), status)
            outbound = lenient(site, inside_example=[["10.0.0.1"]])
            with pytest.raises(Refused):
                Outbound(outbound.resolve, outbound.ports | {victim.port}, outbound.allowed).fetch(
                    site.at("site.example", f"/{status}")
                )
        assert victim.visits == 0 and site.visits == 5


def test_being_sent_on_is_followed_so_far_and_no_farther(site: Site) -> None:
    for n in range(9):
        site.answers[f"/{n}"] = moved_to(
            f"{n + 1}" if n % 2 else site.at("site.example", f"/{n + 1}"), Set_Cookie=f"c{n}=1"
        )
    site.answers["/5"] = saying(b"Found")
    found = lenient(site).fetch(site.at("site.example", "/0"))
    assert (found.body, found.address) == (b"Found", site.at("site.example", "/5"))
    assert not any("Cookie" in said for _, said in site.asked), "nothing is kept from one to the next"
    site.answers["/5"] = moved_to("/0")
    site.asked.clear()
    with pytest.raises(Unreachable):
        lenient(site).fetch(site.at("site.example", "/0"))
    assert len(site.asked) == 6
    assert lenient(site).fetch(site.at("site.example", "/0"), redirects=0).status == 302


# --- too large -------------------------------------------------------------------------------------------------------

ENDLESS = 1 << 30
GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


def endless(request: BaseHTTPRequestHandler) -> None:
    saying(b"", Content_Length=str(ENDLESS))(request)
    for _ in range(ENDLESS >> 16):
        request.wfile.write(bytes(1 << 16))


def bomb(request: BaseHTTPRequestHandler) -> None:
    """A gibibyte in a mebibyte: the same block again and again."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(1 << 22)) + packer.flush(zlib.Z_FULL_FLUSH)
    saying(GZIP + block * (ENDLESS >> 22), Content_Encoding="gzip")(request)


def hollow(request: BaseHTTPRequestHandler) -> None:
    """Blocks without anything in them: what comes out never grows."""
    saying(GZIP, Content_Encoding="gzip")(request)
    for _ in range(1 << 10):
        request.wfile.write(b"\x00\x00\x00\xff\xff" * (1 << 14))


def trailing(request: BaseHTTPRequestHandler) -> None:
    """A small archive, and no end of what comes behind it."""
    saying(zlib.compress(b"Hello", wbits=zlib.MAX_WBITS | 16), Content_Encoding="gzip")(request)
    for _ in range(1 << 10):
        request.wfile.write(bytes(1 << 16))


@pytest.mark.parametrize("answer", [endless, bomb, hollow, trailing], ids=lambda each: each.__name__)
def test_what_is_too_large_is_cut_off(site: Site, answer: Answer) -> None:
    site.answers["/"] = answer
    began = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            lenient(site).fetch(site.at("site.example"))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_limit_itself_still_fits(site: Site, is_packed: bool) -> None:
    for size in (1_000_000, 1_000_001):
        packed = zlib.compress(bytes(size), wbits=zlib.MAX_WBITS | 16)
        site.answers["/"] = saying(packed, Content_Encoding="gzip") if is_packed else saying(bytes(size))
        if size == 1_000_000:
            assert lenient(site).fetch(site.at("site.example")).body == bytes(size)
        else:
            with pytest.raises(TooLarge):
                lenient(site).fetch(site.at("site.example"))


# --- too slow --------------------------------------------------------------------------------------------------------


def drip(site: Site, start: bytes, drop: bytes) -> Answer:
    """A byte now and then, so that no single read takes long; or nothing any more."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(start)
        while not site.is_over.wait(0.05):
            request.wfile.write(drop)

    return answer


SLOW = {
    "silent": (b"", b""),
    "header": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    "headers": (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b" "),
    "half": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHe", b""),
}


@pytest.mark.parametrize("what", SLOW)
def test_who_drips_is_left(site: Site, what: str) -> None:
    site.answers["/"] = drip(site, *SLOW[what])
    began = time.monotonic()
    with pytest.raises(TooSlow):
        lenient(site).fetch(site.at("site.example"), seconds=0.5)
    assert time.monotonic() - began < PATIENCE


def test_all_hops_share_the_time(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        site.is_over.wait(0.2)
        moved_to("/")(request)

    site.answers["/"] = answer
    with pytest.raises(TooSlow):
        lenient(site).fetch(site.at("site.example"), seconds=0.5)
    assert len(site.asked) <= 3


def test_a_resolver_that_says_nothing_is_left(site: Site) -> None:
    has_ended = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        has_ended.wait(20)
        return [HERE]

    began = time.monotonic()
    with pytest.raises(TooSlow):
        Outbound(resolve, frozenset({site.port})).fetch(site.at("site.example"), seconds=0.3)
    has_ended.set()
    assert time.monotonic() - began < PATIENCE and site.visits == 0


def test_a_handshake_that_never_comes_is_left() -> None:
    with socket.create_server((HERE, 0)) as mute:
        port = mute.getsockname()[1]
        outbound = Outbound(ports=frozenset({port}), allowed=frozenset({(HERE, port)}))
        with pytest.raises(TooSlow):
            outbound.fetch(f"https://{HERE}:{port}/", seconds=0.3)


# --- what is no answer -----------------------------------------------------------------------------------------------

BROKEN: dict[str, Answer] = {
    "no HTTP": lambda request: request.wfile.write(b"220 mail.example ESMTP\r\n"),
    "nothing": lambda request: request.connection.close(),
    "half": saying(b"He", Content_Length="5"),
    "no gzip": saying(b"Hello", Content_Encoding="gzip"),
    "unasked": saying(b"Hello", Content_Encoding="br"),
    "endless header": lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000),
    "two lengths": lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nHe"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_answer_is_told_in_words(site: Site, what: str) -> None:
    site.answers["/"] = BROKEN[what]
    with pytest.raises(Unreachable, match="Nothing that can be read answers at this address."):
        lenient(site).fetch(site.at("site.example"))


@pytest.mark.parametrize("host", ["nowhere.example", "a..b", "a" * 64 + ".example"])
def test_a_name_that_nobody_has_is_told_in_words(host: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, port)  # says at once that these are none

    with pytest.raises(Unreachable):
        Outbound(resolve).fetch(f"http://{host}/")


def test_nobody_at_home_is_told_in_words() -> None:
    with socket.socket() as door:
        door.bind((HERE, 0))  # and nobody listens
        address = f"http://{HERE}:{door.getsockname()[1]}"
        with pytest.raises(Unreachable):
            Outbound().trusting(address).fetch(address)


def test_each_of_them_is_told_in_a_sentence() -> None:
    said = [str(each()) for each in (Refused, Unreachable, TooLarge, TooSlow)]
    assert len(set(said)) == 4 and all(words.endswith(".") for words in said)
    assert all(issubclass(each, NotFetched) for each in (Refused, Unreachable, TooLarge, TooSlow))


# --- certificates ----------------------------------------------------------------------------------------------------


@dataclass
class Authority:
    """Whoever believes this one believes `site.example`, and nobody else."""

    folder: Path
    names: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority for a test")])
        self.certificate = self.sign(self.name, self.key.public_key(), x509.BasicConstraints(ca=True, path_length=None))
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(self.name, subject, key, x509.random_serial_number())
        builder = builder.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=1))
        return builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints)).sign(
            self.key, hashes.SHA256()
        )

    def shop(self) -> ssl.SSLContext:
        """What a server needs; notes which name it is asked by."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.example")])
        certificate = self.sign(subject, key.public_key(), x509.SubjectAlternativeName([x509.DNSName("site.example")]))
        file = self.folder / "site.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        context.sni_callback = lambda _, name, __: self.names.append(name)  # type: ignore[assignment]
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def shop(authority: Authority) -> Iterator[Site]:
    with Site(tls=authority.shop()) as site:
        yield site


def believing(authority: Authority, shop: Site, **names: list[list[str]]) -> Outbound:
    outbound = lenient(shop, **names)
    return Outbound(
        outbound.resolve, outbound.ports, outbound.allowed, ssl.create_default_context(cafile=authority.file)
    )


def test_a_certificate_is_asked_for_by_name_and_checked_against_it(authority: Authority, shop: Site) -> None:
    outbound = believing(authority, shop, other_example=[[HERE]])
    assert outbound.fetch(shop.at("site.example")).body == b"Hello"
    assert authority.names == ["site.example"] and shop.asked[0][1]["Host"] == f"site.example:{shop.port}"
    for host in ("other.example", HERE):
        with pytest.raises(Unreachable):
            outbound.fetch(shop.at(host))
    assert len(shop.asked) == 1


def test_an_authority_of_the_surroundings_is_not_believed(
    authority: Authority, shop: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    outbound = lenient(shop)
    with pytest.raises(Unreachable):
        Outbound(outbound.resolve, outbound.ports, outbound.allowed, public_tls.__wrapped__()).fetch(
            shop.at("site.example")
        )
    assert shop.asked == []


def test_no_proxy_of_the_surroundings_is_heeded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert lenient(site).fetch(site.at("site.example")).body == b"Hello"
        assert proxy.visits == 0


# --- who may go out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "also"),
    [
        ("http://127.0.0.1:8123", {(HERE, 8123)}),
        ("http://localhost:8123/path", {(HERE, 8123), ("::1", 8123)}),
        ("http://localhost", {(HERE, 80), ("::1", 80)}),
        ("https://api.github.com", set()),
        ("https://10.0.0.1:8443", set()),
        ("https://localhost.example", set()),
    ],
)
def test_a_setting_may_name_this_machine_and_no_other(setting: str, also: set[tuple[str, int]]) -> None:
    trusting = Outbound().trusting(setting)
    assert trusting.allowed == also and trusting.ports == {80, 443} | {port for _, port in also}
    assert Outbound().allowed == frozenset()


OUTWARD = {
    "socket", "socketserver", "http.client", "urllib.request", "xmlrpc", "ftplib", "imaplib", "poplib", "smtplib", "telnetlib",
    "httpx", "httpcore", "requests", "urllib3", "aiohttp", "websockets", "paramiko", "dns", "obstore",
}  # fmt: skip
MAY_GO_OUT = {
    ("web/kit/outbound.py", "socket"), ("web/kit/outbound.py", "httpcore"), ("web/kit/outbound.py", "httpx"),
    ("web/kit/mail.py", "smtplib"),  # the mail server that a setting names
    ("web/kit/files.py", "obstore"),  # the store that a setting names
    ("web/operations/launch.py", "socket"), ("web/operations/launch.py", "http.client"),  # our own door
}  # fmt: skip


def test_nobody_else_opens_sockets() -> None:
    found = {(str(file.relative_to(ROOT)), name) for file in (ROOT / "web").rglob("*.py") for name in outward_in(file)}
    assert found == MAY_GO_OUT


def outward_in(file: Path) -> Iterator[str]:
    """What could go out of those modules that a file imports, and calls that open a connection by another way."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from {known for known in OUTWARD for name in names if f"{name}.".startswith(f"{known}.")}
        if isinstance(node, ast.Attribute) and node.attr in ("open_connection", "connect_tcp", "create_connection"):
            assert file == ROOT / "web/kit/outbound.py" or file == ROOT / "web/operations/launch.py", (file, node.attr)
