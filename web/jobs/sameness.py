"""Whether two postings are the same one: by their address, or where there is none, by what they begin with."""

import hashlib
import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from web.jobs.postings import Posting

# What says where somebody came from, and not where they are.
TRACKS = re.compile(
    r"utm_\w+|utm|gh_src|gh_sid|lever-(?:source|origin|via)(?:\[\])?|ashby_src|ref|referer|referrer|refid|reference_source"
    r"|src|source|source_?id|sourcetype|trk|trackingid|tracking|trackid|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id"
    r"|_hs\w+|hs\w+tracking|yclid|_ga|_gl|cmpid|campaign|campaignid|medium|jobsource|joboard|jobboard|applysource"
    r"|in_iframe|mobile|needsredirect|hashed|width|height|bga|jan1offset|jun1offset|share_id|from|embed",
    re.IGNORECASE,
)
LEAVES = re.compile(r"/(?:apply|application|apply/manually|applymanually)$", re.IGNORECASE)
WORDS = 60  # of a posting's text that tell it from others


def key_of(url: str) -> str:
    """The address with all that may differ for one posting taken out; "" for what is no address of the web.

    >>> key_of("http://WWW.Example.org/Jobs/12/?utm_source=x&id=3#apply"), key_of("https://example.org/jobs/12?id=3")
    ('example.org/jobs/12?id=3', 'example.org/jobs/12?id=3')
    """
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    host = parts.hostname.rstrip(".").removeprefix("www.") + port
    path = LEAVES.sub("", re.sub(r"/{2,}", "/", unquote(parts.path, errors="replace")).rstrip("/"))
    asked = sorted((name, value) for name, value in _asked(parts) if not TRACKS.fullmatch(name))
    route = parts.fragment if re.match(r"!?/", parts.fragment) else ""  # pages that are one program
    end = f"?{urlencode(asked)}" * bool(asked) + f"#{route.rstrip('/')}" * bool(route)
    return (host + quote(path, safe="/:@!$&'()*+,;=~") + end).lower()


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        is_web = parts.scheme.lower() in ("http", "https") and parts.hostname and (parts.port or 80)
        return parts if is_web else None
    except ValueError:
        return None


def _asked(parts: SplitResult) -> list[tuple[str, str]]:
    try:
        return parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [(parts.query, "")]


def fingerprint_of(posting: Posting) -> str:
    """The same for the same company, title, place and first words; "" for one that says too little to tell."""
    words = _letters(posting.text).split()[:WORDS]
    if not words and not (posting.title and posting.company):
        return ""
    told = "\n".join([*map(_letters, (posting.company, posting.title, posting.place)), " ".join(words)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _letters(text: str) -> str:
    """Words without case, accents or signs."""
    plain = unicodedata.normalize("NFKD", text[:20_000]).casefold()
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())
