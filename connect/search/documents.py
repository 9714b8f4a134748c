"""What a source gives to the index."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The public text of one object; plain text only, never HTML.

    Args:
        kind: the kind of its source.
        object_id: the object's primary key, from 1 to 2**40 - 1.
        title: what the result page shows as the link; weighs most.
        keywords: labels, names and places that describe the object; weighs less.
        body: the running text; weighs least, the snippet is cut from it.
        url: the object's address on the site, at most 500 characters.
    """

    kind: str
    object_id: int
    title: str
    keywords: str
    body: str
    url: str
