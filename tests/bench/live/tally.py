"""The tally: the region that everybody sees, as large as a workshop's with a vote under way."""

from changeprog.live import wire

ROOM, KEY, REGION = "tally", "bench", "tally"
AT = 'at="([0-9]+)"'
"""Finds what tells one tally from another."""
GRADIENTS = (
    "Endorsement",
    "Endorsement with a minor point of contention",
    "Agreement with reservations",
    "Abstain",
    "Stand aside",
    "Formal disagreement, but willing to go with the majority",
    "Formal disagreement, with request to be absolved",
    "Block",
)


def tally(at: int) -> str:
    """Return the region's HTML; ``at`` is when its change was committed, and what differs."""
    rows = "\n".join(
        f'<tr><th scope="row">{level}. {words}</th>'
        f'<td><meter min="0" max="100" value="{(at + level) % 100}"></meter></td></tr>'
        for level, words in enumerate(GRADIENTS, 1)
    )
    return (
        f'<div id="{REGION}" class="region" data-at="{at}"><table>\n'
        f"<caption>Where the room stands</caption>\n{rows}\n</table></div>"
    )


def message(html: str) -> bytes:
    """Return the message that brings the region, exactly as the hub writes it."""
    frame = wire.frame(REGION, html)
    return wire.Message({REGION: frame}, wire.mark([frame])).data
