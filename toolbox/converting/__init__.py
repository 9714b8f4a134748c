"""Between what the editor writes (a `Draft`) and what Wagtail keeps (a page); total both ways.

`cleaning` is the boundary: nothing reaches a page that `connect.coedit.schema` does not allow.
"""

from toolbox.converting.cleaning import cleaned
from toolbox.converting.from_page import draft_of
from toolbox.converting.to_page import Written, write

__all__ = ["Written", "cleaned", "draft_of", "write"]
