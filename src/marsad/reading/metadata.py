"""What a page tells of itself: its title, outlet, author, agency, section, canonical address and language.

Machines' words and readers' words are weighed against each other: a headline is what stands as h1 and agrees
with what the page says elsewhere; the outlet's name is taken off the end of titles, never kept in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from marsad.reading.authors import ADDRESS, read_author, same_name
from marsad.reading.furniture import bare
from marsad.reading.structured import Facts, kind, squeeze, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/~]{1,2}\s+|\s*\|\s*|\s*::\s*|(?<=[^\W\d]):\s+")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright|&copy;|جميع الحقوق محفوظة|حقوق النشر|كافة الحقوق محفوظة)", re.I)
_RIGHTS_NOISE = re.compile(
    r"©|\(c\)|copyright|all rights reserved|جميع الحقوق محفوظة|كافة الحقوق محفوظة|حقوق النشر( محفوظة)?"
    r"|все права защищены|tüm hakları saklıdır|כל הזכויות שמורות|تمامی حقوق محفوظ است"
    r"|(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d)?)?|[٠-٩]{4}|(?<!\w)(?:ל|لـ|لدى|لموقع|لشركة|لـ:|by|for)(?!\w)",
    re.I,
)
_NAME = 120
_DASHES = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page tells of itself; None where it tells nothing."""

    title: str
    outlet: str | None = None
    author: str | None = None
    section: str | None = None
    canonical: str | None = None
    language: str | None = None


def article_node(facts: Facts) -> dict[str, Any] | None:
    """The JSON-LD node of the article itself: of several the one whose headline the title repeats, else the first."""
    if len(facts.articles) < 2:
        return facts.articles[0] if facts.articles else None
    told = bare(facts.first("og:title", "twitter:title") or "")
    for node in facts.articles:
        headline = bare(text_of(node.get("headline")))
        if headline and told and (headline in told or told in headline):
            return node
    return facts.articles[0]


def read_metadata(root: HtmlElement, facts: Facts, url: str | None) -> Metadata:
    """Title, outlet, author, section, canonical address and declared language of a page."""
    node = article_node(facts)
    headings = [squeeze(text) for h in root.iter("h1") if (text := h.text_content()).strip()]
    heads = [
        squeeze(e.text_content())
        for e in root.iter("title")
        if e.getparent() is not None and e.getparent().tag in ("head", "html")
    ]
    page_title = heads[0] if heads else ""
    outlet = _outlet(root, facts, node, page_title, headings, url)
    title = _title(facts, node, page_title, headings, outlet, root)
    return Metadata(
        title=title,
        outlet=outlet,
        author=read_author(root, facts, node, outlet),
        section=_section(root, facts, node, title),
        canonical=_canonical(facts, url),
        language=_language(facts, node),
    )


# ---------------------------------------------------------------- outlet


def _outlet(
    root: HtmlElement,
    facts: Facts,
    node: dict[str, Any] | None,
    page_title: str,
    headings: Sequence[str],
    url: str | None,
) -> str | None:
    """The outlet by what machines are told, else by what the title ends with, the logo, the line of the rights, the
    host.
    """
    sites = [
        n for n in facts.nodes if kind(n) in ("WebSite", "Organization", "NewsMediaOrganization", "Newspaper", "Blog")
    ]
    told = [
        facts.first("og:site_name"),
        text_of((node or {}).get("publisher"), "name", "alternateName"),
        facts.first(
            "application-name",
            "apple-mobile-web-app-title",
            "al:ios:app_name",
            "cre",
            "publisher",
            "dc.publisher",
            "dcterms.publisher",
        ),
        *(text_of(n.get("name")) for n in sites),
    ]
    logo = _logo(root)
    og = facts.first("og:title") or ""

    def article_title(name: str) -> bool:  # a mistake of the page's maker
        if same_name(name, og) and len(og.split()) > 3:
            return True
        return any(same_name(name, h) and len(h.split()) > 4 for h in headings)

    addresses = []
    for name in told:
        name = squeeze((name or "").translate(_DASHES))
        if not name or article_title(name) or not any(map(str.isalpha, name)):
            continue
        if ADDRESS.match(name):
            addresses.append(name)
        elif short := _short_name(name, page_title, logo, root):
            return short
    if logo and bare(logo) in bare(page_title):
        return logo
    if found := _suffix(page_title, og, headings):
        return found
    # "Lenta.ru", "Берег.ру": a site that is named by its address
    named = next((a for a in addresses if not re.match(r"https?:|//|@|www\.", a)), None)
    return named or _rights(root) or _handle(facts) or logo or _host(url, facts)


def _name(told: str | None) -> str | None:
    """A name as an outlet may bear it: letters, no address, not too long."""
    told = squeeze((told or "").translate(_DASHES)).strip(" |-–—:»«")
    return told if told and len(told) <= _NAME and any(map(str.isalpha, told)) and not ADDRESS.match(told) else None


def _short_name(told: str, page_title: str, logo: str | None, root: HtmlElement) -> str | None:
    """A name without the slogan behind it, unless the page shows the whole elsewhere (in its title, logo or rights)."""
    first = _SEPARATOR.split(told)[0].strip()
    whole = _name(told)
    if first == told or len(first) < 2 or not whole:
        return whole
    if any(bare(told) in bare(other) for other in (page_title, logo, _rights(root)) if other):
        return whole
    return _name(first)


def _suffix(page_title: str, og: str, headings: Sequence[str]) -> str | None:
    """The outlet's name at the end (or start) of <title>: what is left when the headline is taken off."""
    title = squeeze(page_title.translate(_DASHES))
    for headline in sorted({squeeze(t.translate(_DASHES)) for t in (og, *headings) if t}, key=len, reverse=True):
        at = title.find(headline)
        if len(headline) < 8 or at < 0:
            continue
        head, tail = title[:at].strip(), title[at + len(headline) :].strip()
        if tail and (name := _name(_SEPARATOR.split(" " + tail)[-1])):
            return name
        if head and len(head.split()) <= 8 and (name := _name(head)):
            return name
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return None
    shortest = min((parts[-1], parts[0]), key=len)
    return _name(shortest) if len(shortest.split()) <= 5 else None


def _rights(root: HtmlElement) -> str | None:
    """The name in the line of the rights at the foot of the page."""
    for element in reversed(list(root.iter("footer", "div", "p", "td", "span", "small", "center", "font", "a", "li"))):
        text = element.text_content() if len(element) < 6 else ""
        if 4 < len(text) < 160 and _RIGHTS.search(text):
            name = squeeze(_RIGHTS_NOISE.sub(" ", text)).strip(" .,:;-–—|/()،؛")
            if 1 < len(name) <= 50 and any(map(str.isalpha, name)):
                return _name(name)
    return None


def _handle(facts: Facts) -> str | None:
    handle = (facts.first("twitter:site", "twitter:creator") or "").lstrip("@")
    return handle if handle and not ADDRESS.match(handle) else None


def _logo(root: HtmlElement) -> str | None:
    for element in root.iter("img"):
        told = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('src') or ''}".lower()
        if "logo" in told and (alt := _name(element.get("alt"))):
            return alt
    return None


def _host(url: str | None, facts: Facts) -> str | None:
    for address in (url, *facts.links.get("canonical", ()), facts.first("og:url")):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            return host.removeprefix("www.")
    return None


# ---------------------------------------------------------------- title


def _title(
    facts: Facts,
    node: dict[str, Any] | None,
    page_title: str,
    headings: Sequence[str],
    outlet: str | None,
    root: HtmlElement,
) -> str:
    told = [without_outlet(t, outlet, headings) for t in (
        facts.first("og:title") or "", text_of((node or {}).get("headline")) or text_of((node or {}).get("name")),
        facts.first("twitter:title", "dc.title", "headline") or "", page_title,
    ) if t]  # fmt: skip
    told = [t for t in told if t and not (outlet and same_name(t, outlet))]
    shown = [h for h in headings if len(h) < 400 and not (outlet and same_name(h, outlet))]
    if not shown:  # old pages: the headline is some h2, or a cell of a class
        shown = _lesser(root, outlet)
        agreed = _agreeing(shown, told)
        return agreed or (
            told[0] if told else next((s for s in shown if len(s.split()) >= 4), shown[0] if shown else "")
        )
    if agreed := _agreeing(shown, told):
        return agreed
    # The words above the text differ from all that machines are told: the longest heading is what readers saw.
    best = max(shown, key=lambda h: len(h.split()))
    return best if not told or len(best.split()) >= 4 else told[0]


def _agreeing(shown: Sequence[str], told: Sequence[str]) -> str:
    """The heading that agrees best with what the page says elsewhere; without a kicker that only it has."""
    best, title = 0.45, ""
    for heading in shown:
        words = set(bare(heading).split())
        for other in told:
            wanted = set(bare(other).split())
            if not words or not wanted:
                continue
            score = len(words & wanted) / len(words | wanted)
            if score > best:
                inside = bare(other) in bare(heading) and len(bare(heading)) > len(bare(other))
                best, title = score, (other if inside and len(wanted) >= 3 else heading)
    return title


def _lesser(root: HtmlElement, outlet: str | None) -> list[str]:
    found = []
    for element in root.iter("h2", "h3", "h4", "div", "td", "span", "p", "b", "font", "strong"):
        named = (
            "title" in f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}".lower()
        )
        if (
            element.tag in ("h2", "h3", "h4", "b", "strong", "font")
            or named
            or "headline" in (element.get("class") or "").lower()
        ):
            text = squeeze(element.text_content()) if len(element) < 8 else ""
            if 8 < len(text) < 300 and not (outlet and same_name(text, outlet)):
                found.append(text)
        if len(found) > 40:
            break
    return found


def without_outlet(title: str, outlet: str | None, headings: Iterable[str] = ()) -> str:
    """A title without the outlet's name (and the sections beside it) at its end or start."""
    title = squeeze(title.translate(_DASHES))
    if outlet and same_name(title, outlet):
        return ""
    for heading in headings:
        if len(heading) > 12 and len(title) > len(heading) and bare(title).startswith(bare(heading) + " "):
            return heading
    spans = [(m.start(), m.end()) for m in _SEPARATOR.finditer(title)]
    if not spans or not outlet:
        return title
    name = bare(outlet)

    def is_outlet(part: str) -> bool:
        words = bare(part)
        if not words:
            return True
        return words == name or (
            len(words) > 2 and (words in name or name in words) and len(words.split()) <= len(name.split()) + 3
        )

    for start, end in spans:
        if is_outlet(title[end:]) or any(
            is_outlet(part) for part in _SEPARATOR.split(title[end:]) if len(title[end:].split()) <= 8
        ):
            head = title[:start].strip()
            if len(head.split()) >= 2:
                return head
    start, end = spans[0]
    return title[end:].strip() if is_outlet(title[:start]) and title[end:].strip() else title


# ---------------------------------------------------------------- section, address, language


def _section(root: HtmlElement, facts: Facts, node: dict[str, Any] | None, title: str) -> str | None:
    told = [
        text_of((node or {}).get("articleSection")),
        facts.first(
            "article:section", "og:section", "parsely-section", "section", "articlesection", "dc.subject.section"
        )
        or "",
    ]
    for crumbs in (n for n in facts.nodes if kind(n) == "BreadcrumbList"):
        items = [i for i in crumbs.get("itemListElement") or [] if isinstance(i, dict)]
        names = [text_of(i.get("name")) or text_of(i.get("item")) for i in items]
        told.extend(name for name in reversed(names[1:]) if name and not same_name(name, title))
    for element in root.iter("nav", "div", "ul", "ol"):
        if (
            "breadcrumb"
            in f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}".lower()
        ):
            links = [squeeze(a.text_content()) for a in element.iter("a")]
            told.extend(name for name in reversed(links[1:]) if name and not same_name(name, title))
            break
    return next((squeeze(t) for t in told if t and len(t) <= 60 and not ADDRESS.match(t)), None)


def _canonical(facts: Facts, url: str | None) -> str | None:
    """The address that the page gives itself; not one that only names the site, nor one of another scheme."""
    for told in (*facts.links.get("canonical", ()), facts.first("og:url") or ""):
        try:
            address = urljoin(url or "", told.strip()) if told else ""
            parts = urlsplit(address)
            root_only = not parts.path.strip("/") and not parts.query
            if (
                parts.scheme in ("http", "https")
                and parts.hostname
                and not (root_only and url and urlsplit(url).path.strip("/"))
            ):
                return parts._replace(fragment="").geturl()
        except ValueError:
            continue
    return None


def _language(facts: Facts, node: dict[str, Any] | None) -> str | None:
    told = (
        facts.language
        or text_of((node or {}).get("inLanguage"), "alternateName")
        or facts.first("og:locale", "content-language", "language", "dc.language")
    )
    tag = (told or "").strip().replace("_", "-").lower()
    return tag if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", tag) else None
