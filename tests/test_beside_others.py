"""The indicators of a report beside the figures of others: as few columns as there are kinds, and nothing left out."""

from decimal import Decimal

import pytest

from portal.public.pages.beside_others import beside_others
from portal.publications import content as c
from tests.example import indicator, made, observation

PER_CENT = {"name": "Andel", "unit": "%", "decimals": 1, "target": None, "direction": "up"}
OWN = (observation(2023, 83), observation(2024, 81))


def other(kind, name, value, year=2024, **changes):
    said = {"value": Decimal(str(value))} if isinstance(value, int | float) else {"missing": value}
    one = made(c.ComparedValue, {"year": year, "sex": "T", "definition": 1} | changes | said)
    return made(c.Comparison, {"kind": kind, "name": name, "values": (one,)})


def told(*comparisons, observations=OWN, **changes):
    one = indicator(observations=observations, comparisons=comparisons, **PER_CENT | changes)
    return [(row.name, row.when, row.own, row.cells) for row in beside_others([one]).rows]


def test_each_kind_is_a_column_and_municipalities_are_named():
    found = told(
        other("municipality", "Ale", 80), other("municipality", "Lerum", 84.5), other("country", "Riket", "too_few")
    )

    assert found == [
        (
            "Andel, %",
            "2024",
            "81,0",
            (("Andra kommuner", ("Ale: 80,0", "Lerum: 84,5")), ("Riket", ("för få svar",))),
        )
    ]


def test_many_municipalities_are_told_by_the_lowest_and_the_highest():
    many = [other("municipality", f"Kommun {n}", 70 + n) for n in range(6)]

    ((_name, _when, _own, ((_heading, lines),)),) = told(*many, other("municipality", "Ale", "too_few"))

    assert lines == ("6 av 7 kommuner, från 70,0 till 75,0",)


def test_two_groups_of_a_kind_are_named():
    ((*_, ((_heading, lines),)),) = told(other("similar", "Små", 70), other("similar", "Nära", 75))

    assert lines == ("Små: 70,0", "Nära: 75,0")


def test_an_indicator_that_lacks_what_another_has_says_so_by_a_dash():
    rows = beside_others(
        [
            indicator(comparisons=(other("country", "Riket", 70),), observations=OWN, **PER_CENT),
            indicator("b", comparisons=(other("region", "Västra Götaland", 71),), observations=OWN, **PER_CENT),
        ]
    ).rows

    assert [row.cells for row in rows] == [
        (("Regionen", ("–",)), ("Riket", ("70,0",))),
        (("Regionen", ("71,0",)), ("Riket", ("–",))),
    ]


@pytest.mark.parametrize("comparisons", [(), (other("country", "Riket", 70, year=2020),)])
def test_where_nothing_can_be_compared_there_is_no_table(comparisons):
    assert not beside_others([indicator(comparisons=comparisons, observations=OWN, **PER_CENT)])


def test_figures_for_women_only_are_never_told_as_everybodys():
    women = tuple(observation(year, 80, sex="K") for year in (2023, 2024))

    ((_name, when, _own, _cells),) = told(other("country", "Riket", 70, sex="K"), observations=women)

    assert when == "2024, kvinnor"
