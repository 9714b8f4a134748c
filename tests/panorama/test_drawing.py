"""Outlines shipped, classes of the maps, strands of the cover."""

from itertools import pairwise

from connect.panorama.maps import levels_of
from connect.panorama.river import BED, HEIGHT, ribbons
from connect.panorama.shapes import drawing_of, drawings


def test_the_region_is_drawn_and_half_a_region_too() -> None:
    drawing = drawing_of(["44", "49", "53", "72", "85"])
    assert drawing is not None and set(drawing.shapes) == {"44", "49", "53", "72", "85"}
    assert drawing_of(["44"]) is drawing


def test_a_region_without_outlines_has_no_map() -> None:
    assert drawing_of(["44", "29"]) is None
    assert drawing_of([]) is None


def test_outlines_are_only_strokes_of_a_pen_inside_the_sheet() -> None:
    for drawing in drawings():
        left, top, width, height = (float(part) for part in drawing.view_box.split())
        for shape in drawing.shapes.values():
            assert set(shape.outline) <= set("MLZz0123456789.- ,")
            assert left < shape.x < left + width and top < shape.y < top + height


def test_classes_follow_quantiles_and_equal_values_share_one() -> None:
    assert levels_of([27, 34, 36, 50, 121]) == [1, 2, 3, 4, 5]
    assert levels_of([7, 7, 7]) == [1, 1, 1]
    assert levels_of([0, 3, 3, 9]) == [0, 2, 2, 4]
    assert levels_of([]) == []


def test_strands_are_as_broad_as_their_counts_and_fill_the_river() -> None:
    drawn = ribbons([("subvention", 1), ("pret", 0), ("accompagnement", 3)])
    assert [one.strand for one in drawn] == ["subvention", "accompagnement"]
    edges = []
    for one in drawn:
        rest = one.outline[one.outline.index("V") :]
        top = one.outline[: one.outline.index("H")].split()[-1]
        edges.append((float(top), float(rest[1 : rest.index("H")])))
    breadths = [bottom - top for top, bottom in edges]
    assert round(breadths[1] / breadths[0]) == 3
    assert abs(sum(breadths) - HEIGHT * BED) < 1
    assert all(below[0] >= above[1] for above, below in pairwise(edges))
    assert ribbons([("pret", 0)]) == []
