"""What a page says of itself for machines: meta elements, links and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marsad.reading.limits import DEFAULTS, Limits

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|NewsPost|PressRelease)$", re.I)
_COMMA = re.compile(r",(\s*[}\]])")
_SPACE = re.compile(r"\s+")
_OPENS = r"<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\["
_CLOSES = r"-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;"
_WRAP = re.compile(rf"^\s*(?:{_OPENS})|(?:{_CLOSES})\s*$")


@dataclass(frozen=True, slots=True)
class Facts:
    """``meta``: contents by lower-case name, property or itemprop; ``links``: addresses by rel;
    ``articles``: the JSON-LD nodes of articles; ``nodes``: all others; ``language``: what <html> says."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    articles: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first content that is not empty under any of the names, in their order."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None


def facts(root: HtmlElement, limits: Limits = DEFAULTS) -> Facts:
    """All that the page says of itself for machines. Nothing is raised: what is broken is passed over."""
    found = Facts(
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None
    )
    for element in root.iter("meta"):
        content = squeeze(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(attribute):
                found.meta.setdefault(name.strip().lower(), []).append(content)
    for element in root.iter("link"):
        if href := (element.get("href") or "").strip():
            for rel in (element.get("rel") or "").lower().split():
                found.links.setdefault(rel, []).append(href)
    for element in root.iter("script"):
        if (element.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            for node in _nodes(_json(element.text or "", limits)):
                (found.articles if _ARTICLES.search(kind(node)) else found.nodes).append(node)
    return found


def kind(node: dict[str, Any]) -> str:
    """The type of a JSON-LD node: of several the one that is an article's, without its namespace."""
    types = node.get("@type") or node.get("type") or ""
    names = [str(t).rpartition("/")[2] for t in (types if isinstance(types, list) else [types])]
    return next((name for name in names if _ARTICLES.search(name)), names[0] if names else "")


def text_of(value: object, *keys: str) -> str:
    """The text of a JSON-LD value: a string itself; of an object its ``name`` (or other keys), of a list its first."""
    for _ in range(4):  # lists in objects in lists: no deeper in any page that means well
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        elif isinstance(value, dict):
            value = next((value[key] for key in (*keys, "name", "@value") if value.get(key)), None)
        else:
            break
    return squeeze(value) if isinstance(value, str) else ""


def squeeze(text: str) -> str:
    """The text with each run of white space as one space, and none at its ends."""
    return _SPACE.sub(" ", text).strip()


def _json(text: str, limits: Limits) -> object:
    if len(text) > limits.structured_bytes:
        return None
    text = _WRAP.sub("", _WRAP.sub("", text))
    for attempt in (text, _COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """The nodes in a JSON-LD value: of lists, of @graph, of the main entity of a page."""
    waiting = [value]
    for _ in range(1_000):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            if isinstance(value.get("@graph"), list):
                waiting[:0] = value["@graph"]
            yield value
            if isinstance(inner := value.get("mainEntity"), dict) and _ARTICLES.search(kind(inner)):
                waiting.append(inner)
