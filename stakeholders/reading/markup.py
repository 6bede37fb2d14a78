"""XML from strangers: no document types, so nothing that grows or reaches out while it is read."""

from collections.abc import Iterable
from xml.parsers import expat

DANGEROUS = "This file defines entities of its own, which no sheet or graph needs."


class Dangerous(ValueError):  # noqa: N818 -- told to the person in words
    """The document has a document type."""


class _Begun(Exception):  # noqa: N818 -- no error, the end of a search
    """The first element is there, so no document type can follow."""


def refuse_document_type(chunks: Iterable[bytes]) -> None:
    """Read on to the first element; raises ``Dangerous`` when a document type comes before it.

    What is no XML at all is left for the parser to complain about.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _dangerous
    parser.StartElementHandler = _begun
    try:
        for chunk in chunks:
            parser.Parse(chunk)
    except (_Begun, expat.ExpatError):
        return


def _dangerous(*_: object) -> None:
    raise Dangerous(DANGEROUS)


def _begun(*_: object) -> None:
    raise _Begun
