"""What becomes of a picture that somebody uploads: decoded within bounds, and drawn anew.

Only the dots survive. Where and when it was taken, with which device, and whatever else a file can
carry beside them is left behind.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1600, 400
"""Pixels of the longer side, at most."""
PIXELS = {"JPEG": 110_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""Most pixels of a file: a JPEG is decoded at a fraction of its size, the others in full."""
BYTES = 300_000
"""Bytes of either size at most; photos need half of it."""
QUALITIES = (80, 65, 50, 35, 20)
"""Of WebP, from 0 to 100; 80 cannot be told from the original at a glance."""


class Refused(Exception):  # noqa: N818 -- told to the person in words
    """The file is no picture that can be shown here."""


@dataclass(frozen=True)
class Rendition:
    """One size of a picture as a WebP file."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Rendered:
    """A picture in the two sizes that pages show."""

    large: Rendition
    small: Rendition

    @property
    def digest(self) -> str:
        """The SHA-256 of the large one, in hexadecimal digits."""
        return sha256(self.large.content).hexdigest()


def render(file: IO[bytes]) -> Rendered:
    """Draw the picture in ``file`` anew in both sizes; raises ``Refused``, which says why."""
    try:
        with Image.open(file, formats=FORMATS) as opened:
            drawn = _decode(opened)
    except Image.DecompressionBombError:
        raise _too_many_pixels(PIXELS["PNG"]) from None
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, struct.error):
        raise Refused("This is not a picture that can be read. JPEG, PNG or WebP can.") from None
    return Rendered(_sized(drawn, LARGE), _sized(drawn, SMALL))


def _decode(opened: Image.Image) -> Image.Image:
    """Return the dots, upright, on white where the file is transparent, and nothing else."""
    most = PIXELS[opened.format or "PNG"]
    if opened.width * opened.height > most:
        raise _too_many_pixels(most)
    opened.draft("RGB", (LARGE, LARGE))
    upright = ImageOps.exif_transpose(opened)
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    see_through = upright.convert("RGBA")
    paper = Image.new("RGB", see_through.size, "white")
    paper.paste(see_through, mask=see_through)
    return paper


def attempts(side: int) -> list[tuple[int, int]]:
    """Return lengths and qualities to try in turn: first less quality, then fewer dots."""
    shorter = [(side // 2, QUALITIES[-2]), (side // 4, QUALITIES[-2]), (side // 8, QUALITIES[-1])]
    return [*((side, quality) for quality in QUALITIES), *shorter]


def _sized(drawn: Image.Image, side: int) -> Rendition:
    """Return the picture at most ``side`` long, or shorter still if it cannot be kept small."""
    for length, quality in attempts(side):
        sized = drawn.copy()
        sized.thumbnail((length, length), Image.Resampling.LANCZOS, reducing_gap=3.0)
        sized.info = {}
        written = BytesIO()
        sized.save(written, "WEBP", quality=quality, method=4)
        if written.tell() <= BYTES:
            break
    return Rendition(written.getvalue(), sized.width, sized.height)


def _too_many_pixels(most: int) -> Refused:
    return Refused(
        f"This picture has too many dots: {most // 1_000_000} million are the most. "
        "Make it smaller first, or take a photo of it."
    )
