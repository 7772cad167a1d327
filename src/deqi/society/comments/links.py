"""Links, e-mail addresses, names on other services; also with their dots written as words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from deqi.society.comments.hosts import is_public
from deqi.society.comments.phrases import openings
from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_allowed_hosts, read_toml

Place = tuple[int, int]

_OPEN, _CLOSE = r" ?[\[({<]{1,2} ?", r" ?[\])}>]{1,2} ?"
_AT_WORDS = "arroba|arobase|chiocciola|apenstaartje|małpa|собака|snabel|klammeraffe"
_AT = rf"(?: ?@ ?|{_OPEN}(?:at|@|ät|a|{_AT_WORDS}){_CLOSE}| at | (?:{_AT_WORDS}) )"
_DOT = rf"(?:{_OPEN}(?:dot|\.|punto|punkt|point|d0t){_CLOSE}| dot | punto | punkt | ponto )"
_CHINESE = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]|[vV]信")
_MAY_BE_A_LINK = re.compile(
    r"\.\w|\. (?:com|net|org|info)\b|://|www|[\[({<] ?\.|\W(?:d[o0]t|punto|punkt|ponto|point)\W",
    re.IGNORECASE,
)
# Bounds keep the time for a hostile text in proportion to its length.
_LABEL = r"[\w-]{1,63}"
_HOST = r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,8}"
# "register at example.org" speaks of a site; it is judged as a link.
_SITE = re.compile(
    r"(?!(?:me|mail|info|contact|office|hello|bookings?|sales)\b)[A-Za-z]+ at [\w-]+\.[\w.-]+"
)
_NAME = r"(?<![\w.+-])[\w.+-]{1,64}"


def mail_places(plain: Plain) -> Iterator[Place]:
    """Where e-mail addresses stand.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("me@example.org, you (at) example [dot] org, she at gmail dot com")
    >>> [plain.piece(*place) for place in mail_places(plain)]
    ['me@example.org', 'you (at) example [dot] org', 'she at gmail dot com']
    """
    if not _may_hold_mail(plain):
        return
    for found in _mail().finditer(plain.text):
        if not _SITE.fullmatch(found[0]) and not _is_office(found[0]):
            yield found.span()


def link_places(plain: Plain) -> Iterator[Place]:
    """Where links lead to a host that is not among those allowed.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("https://doi.org/10.1000/1, but www.needles.example and needles dot com")
    >>> [plain.piece(*place) for place in link_places(plain)]
    ['www.needles.example', 'needles dot com']
    """
    yield from _links(plain.text)


@lru_cache(maxsize=1)  # two reasons ask for the links of one comment
def _links(text: str) -> tuple[Place, ...]:
    if not _MAY_BE_A_LINK.search(text):
        return ()
    return tuple(
        found.span()
        for found in _link().finditer(text)
        if not _joins_two_sentences(host := next(filter(None, found.groups())))
        and not is_allowed(host)
    )


def handle_places(plain: Plain) -> Iterator[Place]:
    """Where somebody's name on a messenger or network is given.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Add me on WeChat: backdoc2021. We remind people by WhatsApp.")
    >>> [plain.piece(*place) for place in handle_places(plain)]
    ['WeChat: backdoc2021']
    """
    if "@" in plain.text or _CHINESE.search(plain.text) or _names_a_network(plain):
        yield from (found.span() for found in _handle().finditer(plain.text))


def _joins_two_sentences(host: str) -> bool:
    """Whether a space was forgotten behind a full stop: "the pain.Today it is gone"."""
    return host.rpartition(".")[2].istitle()


def is_allowed(host: str) -> bool:
    """Whether comments may link there: a host of the table, a public body, or a university.

    >>> is_allowed("pubmed.ncbi.nlm.nih.gov"), is_allowed("www.exeter.ac.uk"), is_allowed("wa.me")
    (True, True, False)
    """
    labels = re.sub(_DOT, ".", host.lower()).strip(". ").split(".")
    if is_public(".".join(labels)):
        return True
    return any(".".join(labels[i:]) in read_allowed_hosts() for i in range(len(labels) - 1))


def _names_a_network(plain: Plain) -> bool:
    return not _network_openings().isdisjoint(plain.openings)


@cache
def _network_openings() -> frozenset[str]:
    """First letters of the networks, by which most comments are known to name none."""
    table = read_toml("networks.toml")
    names = [*table["networks"], *table["networks_zh"], "line"]
    return frozenset(opening for name in names for opening in openings(name))


def _may_hold_mail(plain: Plain) -> bool:
    """Whether it is worth looking closely: most comments hold no @, no dotted name, no service."""
    return (
        "@" in plain.text
        or _MAY_BE_A_LINK.search(plain.text) is not None
        or any(word in _mail_words() for word, _ in plain.tokens)
    )


def _is_office(address: str) -> bool:
    """Whether an address is of an office that treats nobody: safety@, or one of a university."""
    name, _, host = address.partition("@")
    return name.lower() in _offices() or is_public(host)


@cache
def _offices() -> frozenset[str]:
    return frozenset(read_toml("networks.toml")["offices"])


@cache
def _mail_words() -> frozenset[str]:
    """Words of which one stands in each address that has neither @ nor a dotted name."""
    services = (
        service.split("\\")[0].split()[-1] for service in read_toml("networks.toml")["mail"]
    )
    return frozenset({*services, *_AT_WORDS.split("|")})


@cache
def _mail() -> re.Pattern[str]:
    services = "|".join(read_toml("networks.toml")["mail"])
    return re.compile(
        rf"{_NAME}@{_LABEL}(?:\.{_LABEL})+"
        rf"|{_NAME}{_AT}{_LABEL}(?:{_DOT}|\.| \. | point | точка | kropka )[a-z]{{2,20}}\b"
        rf"|{_NAME}{_AT}(?:{services})\b",
        re.IGNORECASE,
    )


@cache
def _link() -> re.Pattern[str]:
    table = read_toml("networks.toml")
    sure = "|".join(table["domains"])
    also_words = "|".join(table["domains_that_are_words"])
    telling = "|".join(table["telling"])
    part = r"[\w.-]{0,40}"
    return re.compile(
        rf"h(?:tt|xx)ps?\W{{1,4}}([\w.-]+)[^\s<>]*|\bwww[. ]([\w.-]+)\S*"
        rf"|(?<![\w@.-])({_HOST}(?:{sure}))(?![\w-])(?:[/?]\S*)?"
        rf"|(?<![\w@.-])({part}(?:{telling}){part}\.(?:{also_words}))(?![\w-])(?:[/?]\S*)?"
        rf"|(?<![\w-])({_LABEL} ?\. ?(?:com|net|org|info))\b"
        rf"|(?<![\w-])({_LABEL}(?:{_DOT}{_LABEL})?{_DOT}(?:{sure}))\b"
        rf"|(?<![\w@.-])({part}\.(?:{also_words})/\S+)"
        rf"|(?<![\w@.-])((?=[a-z-]{{0,40}}[\d-])[a-z\d-]{{4,40}}[a-z\d]\.(?:{also_words}))(?![\w-])"
        rf"|(?<![\w@.-])([a-z]{{6,40}}\.(?:us|me|co|in|to|ie))(?=[,;)!>]|$)",
        re.IGNORECASE,
    )


@cache
def _handle() -> re.Pattern[str]:
    table = read_toml("networks.toml")
    networks, unspaced = "|".join(table["networks"]), "|".join(table["networks_zh"])
    labels = "id|no|handle|channel|account|page|user(?:name)?|me|at|is|on|as|under"
    label = rf"(?:(?: ?(?:{labels}))?\W{{0,3}})"
    handle = r"(?<![\w.@])(?:@|(?=[\w.]{0,40}[\d_]))[\w.]{3,40}"
    sure_label = r"(?: ?(?:id|user(?:name)?|handle)\b\W{0,3}| ?: ?)"
    return re.compile(
        rf"\b(?:{networks}){label}@[\w.]{{3,}}"
        rf"|\b(?:{networks}){label}(?=[\w.]{{0,40}}(?:[\d_]|\.\w))(?=[\w.]{{0,40}}[A-Za-z])[\w.]{{4,}}\w"
        rf"|\b(?:{networks}|line){sure_label}@?(?=[\w.-]{{0,40}}[A-Za-z])[\w.-]{{3,40}}\w"
        rf"|\b(?-i:LINE)\W{{1,3}}(?=[\w.]{{0,40}}\d)(?=[\w.]{{0,40}}[A-Za-z])[\w.]{{5,40}}"
        rf"|(?:{unspaced})(?:号|同号|号码|ID|id)?[:是 ]{{0,3}}[A-Za-z\d][\w-]{{4,}}"
        rf"|{handle}\W{{0,2}} (?:on|in|at) (?:{networks})\b"
        rf"|\b(?:dm|pm|inbox|contact|message|follow|msg|text|hmu|add|ask) @\w[\w.]{{3,40}}"
        rf"|\b(?:calendly|paypal|venmo|cashapp)(?: me)? slash \w{{3,40}}",
        re.IGNORECASE,
    )
