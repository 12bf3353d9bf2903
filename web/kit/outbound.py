"""Asking the outside. Every address that a person, a setting or another server names is asked through `Outbound`.

Whoever names an address could mean a machine that only we can reach, and a name can mean another machine a moment
later. So what is decided on is neither the address as it is written nor a name looked up beforehand: the socket itself
is opened here, to one of the addresses just looked up, and only if every one of them is public. Each hop of a redirect
goes through the same door. Proxies of the environment are not heeded and cookies not kept, and an answer may take so
long and be so large, unpacked, and no more.
"""

import asyncio
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import anyio
import httpcore
import httpx

MOST_BYTES = 1_000_000
MOST_SECONDS = 10.0  # from the first look-up to the last byte
MOST_REDIRECTS = 5
CONNECT_SECONDS = 4.0  # for each of a name's addresses, so that there is time to try another
WEB_PORTS = {"http": 80, "https": 443}
MOVED = (301, 302, 303, 307, 308)
THIS_MACHINE = {"localhost": ("127.0.0.1", "::1"), "127.0.0.1": ("127.0.0.1",)}  # as settings may name it


class NotFetched(Exception):
    """There is no answer. The text is a sentence for whoever named the address."""

    words = ""

    def __init__(self) -> None:
        super().__init__(self.words)


class Refused(NotFetched):
    """It is none of the public web, or leads out of it. The words never say why: that would tell what is inside."""

    words = "Only public web addresses can be opened, such as https://example.org/page."


class Unreachable(NotFetched):
    """Nobody is there, the certificate is not theirs, they lead on and on, or what they say is no HTTP."""

    words = "Nothing that can be read answers at this address."


class TooLarge(NotFetched):
    """The body has more bytes than it may, as they come or unpacked."""

    words = "What lies at this address is too large to fetch."


class TooSlow(NotFetched):
    """The whole of it was not there in time."""

    words = "This address takes too long to answer."


@dataclass(frozen=True)
class Fetched:
    """An answer with any status. `address` is where it was found in the end; `body` is unpacked."""

    status: int
    address: str
    media_type: str
    headers: Mapping[str, str]  # asked for in any case
    body: bytes


Resolver = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine's resolver knows them; it blocks, and raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@cache
def public_tls() -> ssl.SSLContext:
    """Certificates are checked by the list that certifi brings, whatever the environment names."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Outbound:
    """The policy of whatever is asked. `allowed` are addresses, each with its port, that are asked though they are not
    public; whoever tests brings a resolver and a certificate authority of their own."""

    resolve: Resolver = look_up
    ports: frozenset[int] = frozenset(WEB_PORTS.values())
    allowed: frozenset[tuple[str, int]] = frozenset()
    tls: ssl.SSLContext = field(default_factory=public_tls)

    def trusting(self, setting: str) -> "Outbound":
        """The same, and where a setting names this very machine, for development or a test, that port of it."""
        url = httpx.URL(setting)
        port = _port(url)
        here = {(address, port) for address in THIS_MACHINE.get(url.host, ())}
        return replace(self, allowed=self.allowed | here, ports=self.ports | {port}) if here else self

    def fetch(
        self,
        address: str,
        *,
        accept: str = "*/*",
        headers: Mapping[str, str] = {},
        most_bytes: int = MOST_BYTES,
        seconds: float = MOST_SECONDS,
        redirects: int = MOST_REDIRECTS,
    ) -> Fetched:
        """Get what lies at an address, for threads that may wait; raises NotFetched. `headers` go along wherever it
        leads, so nothing secret belongs there."""
        said = {"Accept": accept, **headers}
        return asyncio.run(self._ask("GET", address, said, None, most_bytes, seconds, redirects))

    async def ask(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] = {},
        body: bytes | None = None,
        most_bytes: int = MOST_BYTES,
        seconds: float = MOST_SECONDS,
    ) -> Fetched:
        """One question and its answer, a redirect as well, for handlers that share their thread; raises NotFetched."""
        return await self._ask(method, address, headers, body, most_bytes, seconds, 0)

    async def _ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        body: bytes | None,
        most_bytes: int,
        seconds: float,
        redirects: int,
    ) -> Fetched:
        with _in_words(), anyio.fail_after(seconds):
            url = httpx.URL(address.strip())
            async with httpcore.AsyncConnectionPool(ssl_context=self.tls, network_backend=_Door(self)) as pool:
                for _ in range(redirects + 1):
                    place, said = self._place(url), _headers(url, headers)
                    async with pool.stream(method, place, headers=said, content=body) as answer:
                        told = httpx.Headers(answer.headers)
                        if not (redirects and answer.status in MOVED and "location" in told):
                            unpacked = await _body(answer, told.get("content-encoding", ""), most_bytes)
                            return Fetched(answer.status, str(url), _media_type(told), told, unpacked)
                    url = url.join(told["location"])
            raise Unreachable

    def _place(self, url: httpx.URL) -> httpcore.URL:
        """What is asked, once it is an address of the web; raises Refused."""
        if url.scheme not in WEB_PORTS or not url.host or url.userinfo or _port(url) not in self.ports:
            raise Refused
        return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _port(url: httpx.URL) -> int:
    return WEB_PORTS.get(url.scheme, 0) if url.port is None else url.port


def _headers(url: httpx.URL, more: Mapping[str, str]) -> list[tuple[str, str]]:
    ours = {"Host": url.netloc.decode(), "User-Agent": "Metier", "Accept-Encoding": "gzip"}
    return list({**ours, **more}.items())


def _media_type(told: httpx.Headers) -> str:
    return str(told.get("content-type", "")).partition(";")[0].strip().lower()


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever goes wrong on the way is one of ours."""
    try:
        yield
    except httpx.InvalidURL as error:
        raise Refused from error
    except TimeoutError as error:
        raise TooSlow from error
    except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
        raise Unreachable from error


# --- the body --------------------------------------------------------------------------------------------------------


async def _body(answer: httpcore.Response, encoding: str, most: int) -> bytes:
    """The body, unpacked piece by piece, so that a small one which unpacks to much is cut off on the way."""
    came, body = 0, bytearray()
    unpack = _unpacker(encoding.strip().lower())
    async for piece in answer.aiter_stream():
        came += len(piece)
        body += unpack(piece, most - len(body) + 1)
        if max(came, len(body)) > most:
            raise TooLarge
    return bytes(body)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Takes a piece and how many bytes are wanted at most, and gives those."""
    if encoding in ("", "identity"):
        return lambda piece, most: piece[:most]
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress
    raise Unreachable  # nobody asked for that


# --- the door --------------------------------------------------------------------------------------------------------

_lookups = ThreadPoolExecutor(max_workers=16, thread_name_prefix="look-up")  # they cannot be stopped, only left alone


class _Door(httpcore.AsyncNetworkBackend):
    """Where sockets are opened. Host and certificate are still those of the name: only the way there is decided on."""

    def __init__(self, policy: Outbound) -> None:
        self.policy = policy
        self.way = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.AsyncNetworkStream:
        for address in await self._addresses(host, port):
            try:
                return await self.way.connect_tcp(address, port, CONNECT_SECONDS)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise Unreachable

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Where the name leads at this moment; raises Refused where one of the addresses is not for us."""
        try:
            found = await asyncio.wrap_future(_lookups.submit(self.policy.resolve, host, port))
        except (OSError, UnicodeError) as error:  # no such name, or none at all
            raise Unreachable from error
        if not all(is_public(address) or (address, port) in self.policy.allowed for address in found):
            raise Refused
        return found


# --- which addresses are public --------------------------------------------------------------------------------------


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet at large, by IANA's registries of special-purpose addresses.

    IPv6 that carries an IPv4 address in it is not, whichever that is: who knows where it comes out."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in SPECIAL)
    return ip in UNICAST and not any(ip in network for network in SPECIAL_IN_UNICAST)


SPECIAL = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  # private
        "100.64.0.0/10",  # behind a carrier's NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, and is the host of every machine at Azure
        "169.254.0.0/16",  # link-local, and where clouds tell machines their secrets
        "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",  # protocols
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  # documentation
        "198.18.0.0/15",  # benchmarks
        "224.0.0.0/4", "240.0.0.0/4",  # multicast, reserved, broadcast
    )
]  # fmt: skip
UNICAST = ipaddress.IPv6Network("2000::/3")  # loopback, mapped, NAT64, unique local, link-local, multicast: outside
SPECIAL_IN_UNICAST = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
    )
]  # fmt: skip
