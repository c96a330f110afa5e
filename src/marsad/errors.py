"""What can go wrong, each with a short code and a message that says what happened and what to do."""

from __future__ import annotations


class MarsadError(Exception):
    """The root of all errors that marsad raises on purpose. ``code`` is stable, ``message`` is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{message} [{code}]")
        self.code = code
        self.message = message


class ArticleError(MarsadError):
    """An input that is not a readable article."""


class DataError(MarsadError):
    """A data file of the product (language pack, ontology, reference) that breaks its own rules."""
