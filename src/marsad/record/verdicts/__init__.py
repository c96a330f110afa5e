"""Verdicts on claims: supported, contradicted or unknown, with the reckoning and the limits of the record."""

from marsad.record.verdicts.check import check
from marsad.record.verdicts.types import OUTCOMES, Ground, Outcome, Verdict

__all__ = ["OUTCOMES", "Ground", "Outcome", "Verdict", "check"]
