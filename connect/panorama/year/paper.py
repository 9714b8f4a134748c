"""The paper of the document: A4, margins, typeface, colours, titles, foot. It knows no figure."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos

from connect.panorama.year.fonts import font_files

Colour = tuple[int, int, int]
INK: Colour = (29, 40, 49)
SOFT: Colour = (76, 88, 98)
HAIRLINE: Colour = (216, 205, 182)
WASH: Colour = (247, 242, 231)
ACTION: Colour = (13, 86, 96)
PALE: Colour = (158, 186, 188)

MARGIN = 18.0
FOOT = 20.0
"""Millimetres at the foot, which the text does not enter."""

# What a face does not have is written with what it has.
SIMPLER = {
    "\u202f": "\u00a0", "’": "'", "–": "-", "—": "-", "…": "...", "œ": "oe", "Œ": "OE", "€": "EUR", "−": "-", "→": "-",
}  # fmt: skip


class Paper(FPDF):
    """An A4 document in the typeface of the site; in Helvetica where the front end is not built."""

    def __init__(self, foot: str) -> None:
        """Prepare the paper, with no page yet.

        Args:
            foot: what stands at the foot of each page, beside its number.
        """
        super().__init__(format="A4", unit="mm")
        self._foot = foot
        self._known: set[int] = set()
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.set_lang("fr")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        faces = font_files()
        self.families = {"text": "helvetica", "title": "helvetica"}
        for face, path in faces.items():
            self.add_font(face.family, style=face.style, fname=str(path))
            self.families[face.family] = face.family
        self._known = set(range(256)) - set(range(32)) - set(range(127, 160))
        if faces:
            known = [set(font.cmap) for font in self.fonts.values() if hasattr(font, "cmap")]
            self._known = set.intersection(*known)

    def said(self, text: str) -> str:
        """The text with French apostrophes, in letters that the typeface has."""
        return "".join(self._letter(letter) for letter in text.replace("'", "’"))

    def _letter(self, letter: str) -> str:
        if ord(letter) in self._known:
            return letter
        simpler = SIMPLER.get(letter) or unicodedata.normalize("NFKD", letter)
        kept = "".join(one for one in simpler if ord(one) in self._known)
        return kept if kept or unicodedata.category(letter)[0] in "MCZ" else "?"

    def pen(
        self, size: float, colour: Colour = INK, *, family: str = "text", bold: bool = False
    ) -> None:
        """Choose what the next text is written with.

        Args:
            size: in points.
            colour: of the ink.
            family: text or title.
            bold: of the text face.
        """
        self.set_font(self.families[family], style="B" if bold else "", size=size)
        self.set_text_color(*colour)

    def paragraph(
        self, text: str, *, size: float = 9.5, colour: Colour = INK, after: float = 1.6
    ) -> None:
        """Write a paragraph over the whole width.

        Args:
            text: the text.
            size: in points.
            colour: of the ink.
            after: white under it, in millimetres.
        """
        self.pen(size, colour)
        self.multi_cell(
            0, size * 0.5, self.said(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(after)

    def heading(self, text: str, *, room: float = 40) -> None:
        """Begin a part: its title, and its entry in the outline of the document.

        Args:
            text: the title.
            room: millimetres that must remain under it on this page; another page begins otherwise.
        """
        if self.will_page_break(room):
            self.add_page()
        self.ln(4.5)
        self.start_section(self.said(text))
        self.pen(13, ACTION, family="title")
        self.multi_cell(0, 6.5, self.said(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def line_across(self, y: float | None = None, colour: Colour = HAIRLINE) -> None:
        """Draw a thin line from margin to margin."""
        self.set_draw_color(*colour)
        self.set_line_width(0.2)
        height = self.get_y() if y is None else y
        self.line(self.l_margin, height, self.w - self.r_margin, height)

    def row(
        self,
        cells: Sequence[str],
        widths: Sequence[float],
        *,
        height: float = 5,
        size: float = 8.5,
        colour: Colour = INK,
        bold: bool = False,
        aligns: str = "",
    ) -> None:
        """Write one line of a table, each cell on one line, what is too long cut.

        Args:
            cells: the texts.
            widths: in millimetres.
            height: in millimetres.
            size: in points.
            colour: of the ink.
            bold: for the first line.
            aligns: a letter for each cell, L or R; the first at the left and the others at the right by default.
        """
        self.pen(size, colour, bold=bold)
        sides = aligns or "L" + "R" * (len(cells) - 1)
        for text, width, side in zip(cells, widths, sides, strict=True):
            self.cell(width, height, self.fitted(text, width - 1), align=side)
        self.ln(height)

    def fitted(self, text: str, width: float) -> str:
        """The text as it fits a width in the present pen, with dots where it is cut."""
        said = self.said(text)
        if self.get_string_width(said) <= width:
            return said
        dots = self.said("…")
        while said and self.get_string_width(said + dots) > width:
            said = said[:-1]
        return said.rstrip() + dots

    def bars(
        self, values: Sequence[int | None], box: tuple[float, float, float, float], *,
        top: int, colour: Colour = ACTION, gap: float = 0.25,
    ) -> None:  # fmt: skip
        """Draw a bar for each value; one that is not known has none, and no foot either.

        Args:
            values: the values.
            box: left, upper side, width and height, in millimetres.
            top: the value of the highest bar.
            colour: of the bars.
            gap: share of the room of a bar left white.
        """
        left, upper, width, height = box
        room = width / len(values)
        for number, value in enumerate(values):
            if value is None:
                continue
            x, wide = left + number * room + room * gap / 2, room * (1 - gap)
            self.set_fill_color(*HAIRLINE)
            self.rect(x, upper + height, wide, 0.25, style="F")
            if value and top:
                tall = max(0.35, height * value / top)
                self.set_fill_color(*colour)
                self.rect(x, upper + height - tall, wide, tall, style="F")

    def footer(self) -> None:
        """Say what the document is and which page this one is."""
        self.set_y(-14)
        self.line_across()
        self.ln(2)
        self.pen(7.5, SOFT)
        width = self.epw / 2
        self.cell(width * 1.6, 4, self.fitted(self._foot, width * 1.6 - 1), align="L")
        self.cell(width * 0.4, 4, f"{self.page_no()} / {{nb}}", align="R")

    def finish(self, *, compressed: bool = True) -> bytes:
        """The document.

        Args:
            compressed: `False` to read its text in tests.
        """
        self.set_compression(compressed)
        made: Any = self.output()
        return bytes(made)
