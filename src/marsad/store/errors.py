"""What can go wrong with a database, told so that its owner knows what to do."""

from __future__ import annotations

from marsad.errors import MarsadError


class StoreError(MarsadError):
    """A database that cannot be opened, read or written; the message says why and what to do."""
