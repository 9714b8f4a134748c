"""What answers what: facets, unknown values, needs, places, calls by date."""

import datetime

import pytest
from django.http import QueryDict

from connect.common.clock import today
from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import locate
from connect.offers.catalogue.results import Results, answer
from connect.offers.enums import HiddenMotive, Status
from connect.offers.services import change_status, refresh_catalogue
from connect.taxonomy.services import save_term
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    FundedObjectFactory,
    FundingTypeFactory,
    NeedFactory,
    PhaseFactory,
    SectorFactory,
    StructureTypeFactory,
)

pytestmark = pytest.mark.django_db


def asked(query: str) -> Results:
    """Answer an address as the page does."""
    index = current()
    criteria, notices = reading.read(QueryDict(query), index)
    locality, _ = locate(criteria.place)
    return answer(criteria, index, locality, None, notices)


def references(results: Results) -> list[str]:
    """References of the offers shown, group by group."""
    return [row.offer.reference for group in results.groups for row in group.rows]


def count_of(results: Results, facet: str, code: str) -> int:
    """The number beside a value of a facet."""
    (state,) = [one for one in results.facets if one.key == facet]
    (value,) = [one for one in state.values if one.code == code]
    return value.count


def test_an_offer_that_does_not_say_stays_and_is_marked() -> None:
    scop, scic = StructureTypeFactory(code="scop"), StructureTypeFactory(code="scic")
    OfferFactory(reference="FIN-1", structure_types=[scop])
    OfferFactory(reference="FIN-2", structure_types=[scic])
    OfferFactory(reference="FIN-3")

    results = asked("structure=scop")

    assert sorted(references(results)) == ["FIN-1", "FIN-3"]
    unknown = {row.offer.reference: row.unknown for group in results.groups for row in group.rows}
    assert unknown == {"FIN-1": (), "FIN-3": ("qui vous êtes",)}


def test_all_sectors_answers_every_sector() -> None:
    culture, energy = SectorFactory(code="culture"), SectorFactory(code="energie")
    OfferFactory(reference="FIN-1", sectors=[culture])
    OfferFactory(reference="FIN-2", all_sectors=True)
    OfferFactory(reference="FIN-3", sectors=[energy])

    assert sorted(references(asked("secteur=culture"))) == ["FIN-1", "FIN-2"]


def test_values_of_a_facet_add_up_and_facets_cross() -> None:
    idea, creation = PhaseFactory(code="idee"), PhaseFactory(code="creation")
    loan, subsidy = FundingTypeFactory(code="pret"), FundingTypeFactory(code="subvention")
    OfferFactory(reference="FIN-1", phases=[idea], funding_type=loan)
    OfferFactory(reference="FIN-2", phases=[creation], funding_type=loan)
    OfferFactory(reference="FIN-3", phases=[creation], funding_type=subsidy)

    both = asked("phase=idee&phase=creation&typologie=pret")

    assert sorted(references(both)) == ["FIN-1", "FIN-2"]
    assert count_of(both, "typologie", "subvention") == 1
    assert count_of(both, "phase", "creation") == 1


def test_a_need_reaches_offers_by_any_of_its_mappings() -> None:
    loan = FundingTypeFactory(code="pret")
    subsidy = FundingTypeFactory(code="subvention")
    job, work = FundedObjectFactory(code="emploi"), FundedObjectFactory(code="travaux")
    dla = AccompanimentTypeFactory(code="dla")
    need = NeedFactory(code="embaucher", includes_calls=False)
    save_term(
        need, links={"funding_types": [loan], "objects_funded": [job], "accompaniment_types": [dla]}
    )
    OfferFactory(reference="FIN-1", funding_type=loan)
    OfferFactory(reference="FIN-2", funding_type=subsidy, objects_funded=[job])
    OfferFactory(reference="ACC-3", accompaniment=True, accompaniment_types=[dla])
    OfferFactory(reference="FIN-4", funding_type=subsidy, objects_funded=[work])
    OfferFactory(reference="AAP-5", open_call=True)

    assert sorted(references(asked("besoin=embaucher"))) == ["ACC-3", "FIN-1", "FIN-2"]
    need.includes_calls = True
    save_term(need)
    assert sorted(references(asked("besoin=embaucher"))) == ["AAP-5", "ACC-3", "FIN-1", "FIN-2"]


def test_calls_follow_the_dates_and_closed_ones_are_asked_for() -> None:
    OfferFactory(reference="AAP-1", call=True, closes_on=today())
    OfferFactory(reference="AAP-2", closed_call=True)
    OfferFactory(reference="AAP-3", upcoming_call=True)
    OfferFactory(reference="FIN-4")

    everything = asked("")
    assert sorted(references(everything)) == ["AAP-1", "AAP-3", "FIN-4"]
    assert (everything.open_calls, everything.closed_calls) == (1, 1)
    assert references(asked("ouverts=1")) == ["AAP-1"]
    assert sorted(references(asked("clos=1"))) == ["AAP-1", "AAP-2", "AAP-3", "FIN-4"]


def test_a_count_is_what_a_click_gives() -> None:
    phases = [PhaseFactory(code=code) for code in ("idee", "projet", "creation")]
    sectors = [SectorFactory(code=code) for code in ("culture", "energie")]
    for number in range(12):
        OfferFactory(
            phases=phases[: number % 4],
            sectors=sectors[: number % 3],
            all_sectors=False,
        )
    results = asked("phase=idee")
    for facet in ("secteur", "typologie"):
        (state,) = [one for one in results.facets if one.key == facet]
        for value in state.values:
            assert asked(f"phase=idee&{facet}={value.code}").total == value.count, value


@pytest.mark.parametrize(
    "trait", ["hidden", "draft", "to_validate", "archived", "of_private_structure"]
)
def test_what_is_not_public_enters_no_count(trait: str) -> None:
    phase = PhaseFactory(code="idee")
    OfferFactory(reference="FIN-1", phases=[phase])
    OfferFactory(reference="FIN-2", phases=[phase], **{trait: True})

    results = asked("")

    assert references(results) == ["FIN-1"]
    assert (results.total, count_of(results, "phase", "idee")) == (1, 1)


def test_hiding_takes_effect_at_once_and_showing_again_too() -> None:
    moderator = UserFactory(is_superuser=True)
    offer = OfferFactory(reference="FIN-1")
    OfferFactory(reference="FIN-2")
    assert asked("").total == 2

    change_status([offer], Status.HIDDEN, by=moderator, motive=HiddenMotive.STOPPED)
    assert references(asked("")) == ["FIN-2"]
    change_status([offer], Status.VISIBLE, by=moderator)
    assert asked("").total == 2


def test_a_stale_index_never_shows_a_hidden_offer() -> None:
    offer = OfferFactory(reference="FIN-1")
    assert asked("").total == 1
    type(offer).objects.filter(pk=offer.pk).update(status=Status.ARCHIVED)

    assert references(asked("")) == []


def test_groups_come_by_typology_and_the_freshest_first() -> None:
    loan, subsidy = (
        FundingTypeFactory(code="pret", order=2),
        FundingTypeFactory(code="subvention", order=1),
    )
    day = datetime.date(2026, 1, 1)
    OfferFactory(reference="FIN-1", title="A", funding_type=loan, verified_on=day)
    OfferFactory(reference="FIN-2", title="Z", funding_type=loan, verified_on=day.replace(month=6))
    OfferFactory(reference="FIN-3", funding_type=subsidy)
    OfferFactory(reference="AAP-4", open_call=True)

    results = asked("")

    assert [group.code for group in results.groups] == ["appel_a_projets", "subvention", "pret"]
    assert references(results) == ["AAP-4", "FIN-3", "FIN-2", "FIN-1"]


def test_many_changes_are_read_as_well_as_few() -> None:
    offers = [OfferFactory() for _ in range(3)]
    assert asked("").total == 3
    type(offers[0]).objects.filter(pk__in=[offer.pk for offer in offers[:2]]).update(
        status=Status.DRAFT
    )
    refresh_catalogue(None)
    assert asked("").total == 1
