"""Where links may lead: one parser, used everywhere."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.validators.text import grouped, refuse_hidden

DESTINATION_LENGTH = 2000
HOST_LENGTH = 253
DEFAULT_PORTS = {"http": "80", "https": "443"}
# What may stay as it is in a path, a query and a fragment; a browser agrees to every other character's escape.
QUERY_SAFE = "%!$&()*+,-./:;=?@[]_~"
PATH_SAFE = "%!$&'()*+,-./:;=@[]_~"
# Names that lead a visitor's browser somewhere else than everybody's. https://www.iana.org/assignments/special-use-domain-names
PRIVATE_NAMES = frozenset(
    "alt arpa corp home host internal intranet invalid lan local localdomain localhost onion private test".split()
)
WEB = re.compile(
    r"//(?P<user>[^/?#]*@)?(?P<host>\[[^/?#]*\]|[^/?#:]*)(?::(?P<port>[^/?#]*))?"
    r"(?P<path>(?:/[^?#]*)?)(?P<query>(?:\?[^#]*)?)(?P<fragment>(?:#.*)?)"
)
MAIL = re.compile(r"(?P<name>[\w.+-]{1,64})@(?P<host>[^?#/@:]+)(?:\?subject=(?P<subject>[^&#]*))?", re.ASCII | re.I)
NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")
# Scripts whose letters nobody takes for Latin ones.
PLAIN_SCRIPTS = {
    *("LATIN", "ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "THAI", "GEORGIAN", "HANGUL"),
    *("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
}
JAPANESE = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}
LAST_PLAIN_LATIN = "\u024f"  # after it come the phonetic letters, which look like others on purpose


def clean_destination(text: str) -> str:
    """The address that a pasted text means, spelled as a browser's `new URL()` spells it.

    Only https, http, mailto and tel, and only hosts that mean the same to everybody. Raises ValidationError.
    https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    text = text.strip()
    _refuse_long(text)
    refuse_hidden(text)
    scheme, rest = _split_scheme(text)
    if scheme == "tel":
        return _clean_phone(rest)
    if any(character.isspace() for character in rest):
        raise ValidationError(_("There is a space in the address. Paste it again without the space."))
    cleaned = _clean_mail(rest) if scheme == "mailto" else _clean_web(scheme, rest)
    _refuse_long(cleaned)
    return cleaned


def clean_domain(text: str) -> str:
    """A domain as rules know it: from a name, from a wildcard for what stands below it, or from an address there.

    A rule is for a whole domain, so the wildcard adds nothing, and `www.` takes nothing away. Raises ValidationError.
    """
    name = text.strip()
    host = host_of(clean_destination(name)) if "//" in name else _clean_host(re.sub(r"^\*?\.", "", name))
    return host.removeprefix("www.") if host.count(".") > 1 else host


def host_of(url: str) -> str:
    """The host that a clean destination leads to: "" for a phone number."""
    scheme, _colon, rest = url.partition(":")
    if scheme == "mailto":
        return rest.partition("?")[0].rpartition("@")[2]
    return urlsplit(url).hostname or "" if scheme in DEFAULT_PORTS else ""


def place_of(url: str) -> str:
    """What all spellings of one clean destination share; to compare by, not to open.

    Scheme, `www.`, fragment, final slash, escapes and utm parameters make no other place.
    """
    scheme, _colon, rest = url.partition(":")
    if scheme not in DEFAULT_PORTS:
        return unquote(rest.partition("?")[0]).casefold()
    path = re.sub("/+", "/", unquote(urlsplit(url).path)).rstrip("/")
    query = "&".join(part for part in urlsplit(url).query.split("&") if part and not part.startswith("utm_"))
    return f"{host_of(url).removeprefix('www.')}{path}{f'?{unquote(query)}' if query else ''}"


def display_host(url: str) -> str:
    """What a card says about where a clean destination leads: its host as people write it, an e-mail address, a phone
    number. A host that could be taken for another one stays in punycode."""
    scheme, _colon, rest = url.partition(":")
    if scheme not in DEFAULT_PORTS:
        return rest.partition("?")[0]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if "xn--" not in host:
        return host
    try:
        readable = idna.decode(host)
    except UnicodeError:
        return host
    return readable if _is_plain(readable) else host


def display_place(url: str) -> str:
    """What tells profiles on one site apart: "instagram.com/otto"."""
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS:
        return display_host(url)
    return f"{display_host(url)}{parts.path.rstrip('/')}{f'?{parts.query}' if parts.query else ''}"


def _refuse_long(text: str) -> None:
    if len(text) > DESTINATION_LENGTH:
        said = _("This address is longer than %(limit)s characters. Use a shorter one.")
        raise ValidationError(said % {"limit": grouped(DESTINATION_LENGTH)})


def _split_scheme(text: str) -> tuple[str, str]:
    """The scheme and the rest; a bare phone number, e-mail address or host gets the scheme that it stands for."""
    if found := re.fullmatch(r"(https?|mailto|tel):(.*)", text, re.IGNORECASE):
        return found[1].lower(), found[2]
    if re.fullmatch(r"\+[\d\s().-]+", text):
        return "tel", text
    if re.fullmatch(r"[^/?#:@]+@[^/?#:@]+", text):
        return "mailto", text
    if re.match(r"[^/?#]*:(?://|(?!\d*(?:[/?#]|$)))", text):
        raise ValidationError(_("Links can start with https://, http://, mailto: or tel: only."))
    return "https", f"//{text}"


def _clean_phone(rest: str) -> str:
    number = re.sub(r"[\s().-]", "", rest)
    if not re.fullmatch(r"\+?[0-9]{3,15}", number):
        raise ValidationError(_("Write the phone number in digits, with the country in front, like +90 555 123 45 67."))
    return f"tel:{number}"


def _clean_mail(rest: str) -> str:
    found = MAIL.fullmatch(rest)
    if not found:
        raise ValidationError(_("Write one e-mail address, like ada@example.org, with nothing after it."))
    address = f"mailto:{found['name']}@{_clean_host(found['host'])}"
    subject = unquote(found["subject"] or "")
    refuse_hidden(subject)
    return f"{address}?subject={quote(subject, safe='')}" if subject else address


def _clean_web(scheme: str, rest: str) -> str:
    found = WEB.fullmatch(rest)
    if not found:
        raise ValidationError(_("Write the address in full, like https://example.org/shop."))
    if re.fullmatch(r"//@([\w.-]+|[\w-]+/.*)", rest):
        said = _("That is a name, not an address. Open the profile and paste its address, like instagram.com/ada.")
        raise ValidationError(said)
    if found["user"]:
        raise ValidationError(
            _("There is an @ before the site's name, which hides where the link leads. Remove that part.")
        )
    if not found["host"]:
        raise ValidationError(_("The site's name is missing. Paste the whole address."))
    host = _clean_host(found["host"])
    if found["port"] not in (None, "", DEFAULT_PORTS[scheme]):
        raise ValidationError(
            _("There is a port number after the site's name. Links lead to ordinary sites, without one.")
        )
    if host == urlsplit(settings.SITE_URL).hostname:
        raise ValidationError(_("This address is on this site itself. Link to somewhere else."))
    path = _resolve_dots(quote(found["path"], safe=PATH_SAFE) or "/")
    query, fragment = quote(found["query"], safe=QUERY_SAFE), quote(found["fragment"][1:], safe=QUERY_SAFE)
    return f"{scheme}://{host}{path}{query}{found['fragment'][:1]}{fragment}"


def _clean_host(host: str) -> str:
    """The host in lower-case ASCII, when it is a name that means the same to everybody."""
    try:
        mapped = idna.uts46_remap(host, std3_rules=False).removesuffix(".")
        labels = [] if host.startswith("[") else [_clean_label(label) for label in mapped.split(".")]
    except UnicodeError:
        raise ValidationError(_("The site's name is not one that can exist. Check its spelling.")) from None
    if not labels or NUMBER.fullmatch(labels[-1]):
        raise ValidationError(_("This address names a machine by number. Use the site's name, like example.org."))
    name = ".".join(labels)
    if len(labels) < 2 or len(name) > HOST_LENGTH or labels[-1] in PRIVATE_NAMES or not TOP_LEVEL.fullmatch(labels[-1]):
        raise ValidationError(_("Visitors cannot reach this address. Use a public site's full name, like example.org."))
    return name


def _clean_label(label: str) -> str:
    if label.isascii() and not label.startswith("xn--"):
        if not re.fullmatch(r"[a-z0-9_-]{1,63}", label):
            raise idna.InvalidCodepoint
        return label
    return idna.alabel(label).decode()


def _resolve_dots(path: str) -> str:
    """The path without `.` and `..`, in any spelling. https://url.spec.whatwg.org/#path-state"""
    segments: list[str] = []
    dots = ""
    for segment in path.split("/")[1:]:
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del segments[-1:]
        elif dots != ".":
            segments.append(segment)
    return "/" + "/".join([*segments, ""] if dots in {".", ".."} else segments)


def _is_plain(host: str) -> bool:
    """Whether each label is in one script, and one that looks like Latin has a top-level name in the same script."""
    *labels, top = [_scripts(label) for label in host.split(".")]
    return all(
        (len(scripts) < 2 or scripts <= JAPANESE) and (scripts <= PLAIN_SCRIPTS or scripts <= top)
        for scripts in [*labels, top]
    )


def _scripts(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their Unicode names."""
    return {
        "PHONETIC" if LAST_PLAIN_LATIN < letter < "\u02b0" else unicodedata.name(letter, "UNKNOWN").split()[0]
        for letter in label
        if letter.isalpha()
    }
