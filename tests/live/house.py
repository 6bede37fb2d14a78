"""A room without any database: what it shows, who may enter, and how often it was drawn."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from changeprog import live
from changeprog.live.announce import Announcer
from changeprog.live.news import Kind, News

KEY = "k3y"


@dataclass
class House:
    """Two shared regions, one personal one, and a door list of sessions."""

    announcer: Announcer
    name: str = "house"
    words: dict[str, str] = field(default_factory=lambda: {"won": "nothing", "blocked": "nothing"})
    guests: dict[str, live.Admission] = field(default_factory=dict)
    drawn: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: set[str] = field(default_factory=set)
    closed: bool = False
    open_to_keys: bool = False
    number: int = 0
    lock: Lock = field(default_factory=Lock)

    def room(self, *, personal: bool = False) -> live.Room:
        regions = {name: self.region(name) for name in self.words}
        if personal:
            regions["mine"] = self.region("mine", personal=True)
        return live.Room(self.name, self.admit, regions, revision=self.revision)

    def region(self, name: str, *, personal: bool = False) -> live.Region:
        return live.Region(name, lambda _, viewer: self.draw(name, viewer), personal=personal)

    def draw(self, name: str, viewer: str) -> str:
        with self.lock:
            self.drawn[name, viewer] += 1
        if name in self.broken:
            raise RuntimeError("this region is broken, on purpose")
        return f'<div id="{name}">{viewer}: {self.words.get(name, "")}</div>'

    def admit(self, session_key: str | None, key: str) -> live.Admission | None:
        if self.closed:
            raise RuntimeError("the door is out of order, on purpose")
        known = key == KEY or self.open_to_keys
        return self.guests.get(session_key or "") if known else None

    def revision(self, key: str) -> str:
        assert key == KEY or self.open_to_keys
        return str(self.number)

    def invite(self, session_key: str, audience: str = "member", person: str = "") -> None:
        self.guests[session_key] = live.Admission(audience, person or session_key)

    def commit(self, name: str, words: str) -> None:
        """Change a region, without telling anybody."""
        self.words[name] = words
        self.number += 1

    def announce(self, regions: Iterable[str]) -> bool:
        return self.announcer.announce(News(Kind.CHANGED, self.name, KEY, frozenset(regions)))

    def change(self, name: str, words: str) -> None:
        """Change a region and tell everybody, as a verb does after its commit."""
        self.commit(name, words)
        self.announce([name])
