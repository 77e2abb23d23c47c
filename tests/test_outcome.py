"""The outcome of a region's target: one series of all its municipalities, or why it cannot be reckoned."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.public.pages.outcome import Value, told, totals


def series(*values, epoch=0, start=2016):
    return {start + n: Value(Decimal(value), epoch) for n, value in enumerate(values) if value is not None}


def outcome(members, base_year=2016, target=120000):
    return [sentence.replace("\xa0", " ") for sentence in told(totals(members), members, base_year, target)]


def test_the_sum_of_all_members_is_told_with_its_share_of_the_target():
    members = {"A": series(1000, 1100, 1200), "B": series(2000, 2000, 2400)}

    assert outcome(members, target=Decimal(1200)) == [
        "Från 2016 till 2018 ökade summan med 600, från 3 000 till 3 600. Det motsvarar 50,0 % av 1 200."
    ]


def test_a_member_that_has_published_nothing_keeps_the_sum_from_being_reckoned():
    members = {"A": series(1000, 1100), "B": {}, "C": {}}

    assert outcome(members) == ["Utfallet kan inte beräknas: 2 av 3 kommuner har inte publicerat måttet."]


def test_years_that_nobody_shares_are_no_outcome():
    members = {"A": series(1000), "B": series(None, 2000)}

    assert outcome(members) == ["Utfallet kan inte beräknas: det finns inget år som alla kommuner har ett värde för."]


def test_without_the_year_that_the_target_counts_from_only_the_later_change_is_told():
    members = {"A": series(None, 1000, 1100), "B": series(500, 2000, 2000)}

    assert outcome(members) == [
        "Utfallet sedan 2016 kan inte beräknas: alla kommuner har inte ett värde för 2016.",
        "Från 2017 till 2018 ökade summan med 100, från 3 000 till 3 100.",
    ]


def test_nothing_is_reckoned_across_one_members_new_definition():
    later = {2018: Value(Decimal(900), 1), 2019: Value(Decimal(800), 1)}
    members = {"A": series(1000, 1100) | later, "B": series(2000, 2000, 2000, 2000)}

    assert outcome(members) == [
        "Utfallet sedan 2016 kan inte beräknas: måttets definition ändrades 2018, så värdena före och efter kan inte"
        " jämföras.",
        "Från 2016 till 2017 ökade summan med 100, från 3 000 till 3 100.",
        "Från 2018 till 2019 minskade summan med 100, från 2 900 till 2 800.",
    ]


def test_zero_is_a_value_and_no_change_is_an_outcome():
    assert outcome({"A": series(0, 0)}, target=None) == ["Från 2016 till 2017 var summan oförändrad, 0."]


def test_the_first_year_alone_is_too_early():
    assert outcome({"A": series(5)}) == [
        "Det är för tidigt att säga något om utfallet: det finns inga värden från alla efter 2016."
    ]


def test_too_early_is_told_from_the_year_that_the_target_counts_from():
    assert outcome({"A": series(5, 6)}, base_year=2017) == [
        "Det är för tidigt att säga något om utfallet: det finns inga värden från alla efter 2017."
    ]


def test_a_region_that_names_no_first_year_says_so():
    assert outcome({"A": series(5, 6)}, base_year=None)[0] == (
        "Utfallet sedan målet sattes kan inte beräknas: det är inte angivet från vilket år målet räknas."
    )


def test_a_preliminary_value_makes_the_sum_preliminary():
    members = {"A": {2016: Value(Decimal(1)), 2017: Value(Decimal(3), preliminary=True)}}

    assert outcome(members, target=None) == [
        "Från 2016 till 2017 ökade summan med 2, från 1 till 3. Värdet är preliminärt."
    ]


VALUES = st.dictionaries(
    st.integers(2010, 2030), st.builds(Value, st.decimals(-9, 9, places=1), st.integers(0, 2), st.booleans())
)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.none() | st.integers(2010, 2030))
def test_some_sentence_is_always_told_and_the_order_of_members_changes_nothing(members, base_year):
    turned = dict(reversed(members.items()))

    assert outcome(members, base_year) == outcome(turned, base_year) != []
