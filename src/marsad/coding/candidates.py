"""A candidate: an event that a trigger may tell, with everything that was found out about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.coding.actors import Actor
from marsad.coding.roles import Party
from marsad.coding.scan import Hit
from marsad.coding.times import TimeMention
from marsad.language.entries import Trigger
from marsad.model import Place, Status


@dataclass(slots=True)
class Candidate:
    """An event that a trigger may tell.

    ``low``/``high`` bound its words in the sentence; ``how`` names the ways its parties were found;
    ``score`` is its probability (or, without a judge, the rules' estimate); ``dropped`` says why it is no
    event; ``tells``: how likely its word tells its act at all; ``features`` are what the judge weighed.
    """

    sentence: int
    hit: Hit
    trigger: Trigger
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    status: Status = "happened"
    low: int = 0
    high: int = 0
    rules: list[str] = field(default_factory=list)
    how: tuple[str, str] = ("", "")
    date: str | None = None
    time: TimeMention | None = None
    place: Place | None = None
    attribution: str | None = None
    score: float = 0.0
    dropped: str = ""
    title: bool = False
    met: bool = True
    certain: tuple[float, float] = (1.0, 1.0)
    tells: float = 1.0
    agrees: tuple[bool, bool] = (True, True)
    actors: tuple[Actor, ...] = ()
    features: list[str] = field(default_factory=list)
    status_features: list[str] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    rank: int = 0
    where: tuple[str, str, int, int] = ("", "", 0, 0)
    rivals: list[Candidate] = field(default_factory=list)

    def forget(self) -> None:
        """Lets go of what was only needed to judge it: of a long article it is most of the memory."""
        self.parties, self.features, self.status_features, self.rivals = [], [], [], []

    @property
    def act(self) -> str:
        """The act that the trigger tells."""
        return self.trigger.act
