"""The table of profiles: every offer of a small catalogue, for each of them, criterion by criterion."""

import pytest

from tests.orientation.table import reading

pytestmark = pytest.mark.django_db


def test_every_profile_gets_the_verdicts_of_the_table() -> None:
    reading.lay_out()
    index = reading.current()
    profiles = reading.read("profils.yaml")
    assert len(profiles) >= 30
    wrong = []
    for profile in profiles:
        answers = reading.answered(profile["reponses"], index)
        found = reading.verdicts(reading.judged(answers, index))
        expected = profile["attendu"] or {}
        wrong += [
            f"{profile['nom']} : {one} attendu « {expected.get(one, 'nulle part')} »,"
            f" trouvé « {found.get(one, 'nulle part')} »"
            for one in sorted(expected.keys() | found.keys())
            if expected.get(one) != found.get(one)
        ]
    assert not wrong, "\n".join(wrong)


def test_the_table_shows_every_verdict_of_every_criterion() -> None:
    """A table that would not try a criterion both ways would prove nothing about it."""
    written = [
        text for row in reading.read("profils.yaml") for text in (row["attendu"] or {}).values()
    ]
    for name in reading.NAMES.values():
        assert any(f"exclu ({name}" in text or f", {name}" in text for text in written), name
    for name in ("organisation", "étape", "secteur", "territoire", "montant", "dépense"):
        doubtful = [text.partition("à vérifier")[2] for text in written]
        assert any(name in text for text in doubtful), name
