"""The field of the bodies of pages, under the name by which migrations know it."""

from connect.common.streams import BodyField

__all__ = ["BodyField"]
