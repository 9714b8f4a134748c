"""Shares in words."""

from connect.panorama.wording import percent, share_in_words, short_percent


def test_a_share_is_said_as_people_say_it() -> None:
    said = {
        (0, 10): "aucune offre",
        (0, 0): "aucune offre",
        (10, 10): "toutes les offres",
        (33, 100): "une offre sur trois",
        (49, 100): "une offre sur deux",
        (122, 163): "trois offres sur quatre",
        (57, 100): "57\u00a0% des offres",
        (1, 500): "moins de 1\u00a0% des offres",
    }
    assert {pair: share_in_words(*pair) for pair in said} == said


def test_a_percentage_never_rounds_to_nothing_or_to_all() -> None:
    assert [percent(*pair) for pair in ((1, 3), (1, 400), (399, 400), (0, 4), (1, 0))] == [
        "33\u00a0%", "moins de 1\u00a0%", "plus de 99\u00a0%", "0\u00a0%", "",
    ]  # fmt: skip
    assert short_percent(1, 400) == "<\u00a01\u00a0%"
