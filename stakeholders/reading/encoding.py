"""Which letters the bytes of a text file stand for."""

import codecs

from stakeholders.reading.table import Refused

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NO_TEXT = "This is no text. CSV, XLSX, GraphML and Pajek files can be read, and pasted cells."
SAMPLE = 4_000
CONTROL = {*map(chr, range(32))} - {"\t", "\n", "\r", "\f"}


def decode(content: bytes) -> str:
    """Return the text in UTF-8 or UTF-16, with a mark or without, or else in Windows-1252.

    Raises ``Refused`` for what is no text.
    """
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL & set(text):
            return text.removeprefix("\ufeff")
    raise Refused(NO_TEXT)


def _candidates(content: bytes) -> list[str]:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return [encoding]
    return [*_sixteen(content[:SAMPLE]), "utf-8", "cp1252"]


def _sixteen(sample: bytes) -> list[str]:
    """Return the UTF-16 in which every other byte of western letters is zero, if it is one."""
    high, low = sample[::2].count(0), sample[1::2].count(0)
    if max(high, low) * 4 <= len(sample):
        return []
    return ["utf-16-le" if low > high else "utf-16-be"]
