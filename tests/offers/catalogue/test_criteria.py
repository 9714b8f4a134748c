"""The address of the catalogue: read with tolerance, written always alike."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.reading import Vocabulary, Word
from tests.taxonomy.factories import PhaseFactory


@pytest.fixture
def index() -> CatalogueIndex:
    """A catalogue with one phase and nothing else."""
    names = ("financement", "besoin", "phase", "structure", "secteur", "objet", "accompagnement")
    vocabulary = Vocabulary({name: {} for name in names})
    vocabulary.words["phase"]["idee"] = Word("idee", "J’ai une idée", "", 1)
    return CatalogueIndex((), vocabulary, {})


@pytest.mark.parametrize(
    ("query", "notices"),
    [
        ("phase=idee", 0),
        ("phase=nimportequoi", 1),
        ("phase=idee&phase=%00", 1),
        ("page=abc", 1),
        ("page=-1", 1),
        ("page=99999999999", 1),
        ("ouverts=oui", 1),
        ("inconnu=1", 0),
        ("q=" + "mot+" * 200, 1),
        ("q=%00%01&lieu=%00", 0),
        ("besoin[]=x&phase[$ne]=1", 0),
    ],
)
def test_nonsense_is_left_aside_with_a_sentence(
    index: CatalogueIndex, query: str, notices: int
) -> None:
    _, sentences = reading.read(QueryDict(query), index)
    assert len(sentences) == notices, sentences


def test_the_same_state_has_one_address(index: CatalogueIndex) -> None:
    one, _ = reading.read(QueryDict("phase=idee&q=emploi&phase=idee&page=1&ouverts=1"), index)
    other, _ = reading.read(QueryDict("ouverts=1&q=emploi&phase=idee"), index)
    assert one.url() == other.url() == "/offres/?q=emploi&phase=idee&ouverts=1"


@given(
    st.text(max_size=60), st.text(max_size=60), st.integers(1, 9999), st.booleans(), st.booleans()
)
def test_what_is_written_reads_back(
    q: str, place: str, page: int, opened: bool, closed: bool
) -> None:
    names = ("financement", "besoin", "phase", "structure", "secteur", "objet", "accompagnement")
    empty = CatalogueIndex((), Vocabulary({name: {} for name in names}), {})
    first, _ = reading.read(QueryDict(Criteria(q, place, {}, opened, closed, page).query()), empty)
    again, notices = reading.read(QueryDict(first.query()), empty)
    assert again == first
    assert notices == []


def test_removing_one_value_keeps_the_others() -> None:
    state = Criteria(
        q="emploi", place="Nantes", values={"phase": ("idee", "projet")}, only_open=True, page=3
    )
    assert state.without("phase", "idee").query() == "q=emploi&lieu=Nantes&phase=projet&ouverts=1"
    assert state.without("lieu").query() == "q=emploi&phase=idee&phase=projet&ouverts=1"
    assert state.without("q").query() == "lieu=Nantes&phase=idee&phase=projet&ouverts=1"
    assert state.without("ouverts").query() == "q=emploi&lieu=Nantes&phase=idee&phase=projet"


@pytest.mark.django_db
def test_codes_come_from_the_tables() -> None:
    PhaseFactory(code="idee")
    assert set(reading.codes_of("phase", current())) == {"idee"}
