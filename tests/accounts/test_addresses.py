"""What counts as one address, and which names are refused; no table needed."""

import pytest
from django.core.exceptions import ValidationError

from connect.accounts.addresses import normal_address
from connect.accounts.naming import clean_name


def test_one_person_has_one_form_of_address() -> None:
    for typed, kept in (
        (" Marie@Example.ORG ", "marie@example.org"),
        ("marie+lettre@example.org", "marie+lettre@example.org"),
        ("contact@économie.fr", "contact@xn--conomie-9xa.fr"),
        ("contact@XN--CONOMIE-9XA.fr", "contact@xn--conomie-9xa.fr"),
    ):
        assert normal_address(typed) == kept


def test_look_alikes_are_other_addresses_or_none() -> None:
    honest = normal_address("marie@example.org")
    assert normal_address("marie@exаmple.org") != honest  # Cyrillic, on purpose
    refused = (
        "mаrie@example.org",  # Cyrillic, on purpose
        "marıe@example.org",  # a dotless i: its capital is that of « i »
        "marie\u200b@example.org",
        "marie@example.org\n.example.com",
        "marie@",
        "@example.org",
        "marie",
        "",
        "a@b@example.org",
        f"{'a' * 65}@{'b' * 200}.org",
        "marie@" + "é" * 300 + ".fr",
        "marie@..",
    )
    for typed in refused:
        with pytest.raises(ValidationError):
            normal_address(typed)


def test_names_of_here_and_elsewhere_are_kept() -> None:
    for typed, kept in (
        ("  Anne-Marie  ", "Anne-Marie"),
        ("Le  Guennec", "Le Guennec"),
        ("O’Brien", "O’Brien"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("Ольга", "Ольга"),
        ("李", "李"),
        ("Zoë", "Zoë"),
        ("Jean-Paul II", "Jean-Paul II"),
        ("Mme A. Dupont", "Mme A. Dupont"),
        ("", ""),
    ):
        assert clean_name(typed) == kept


def test_names_that_deceive_are_refused() -> None:
    for typed in (
        "Раul",  # Cyrillic, on purpose
        "Paul\u202eluaP",
        "Pa\u200bul",
        "Pa\x00ul",
        "x" * 81,
        "exemple.org/gagnez",
        "https://exemple.org",
        "paul@exemple.org",
        "<b>Paul</b>",
        "Z" + "\u0301" * 5,
    ):
        with pytest.raises(ValidationError):
            clean_name(typed)
