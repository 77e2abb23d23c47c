"""Rich texts: what is let through, that both ways of writing are each other's inverse, and that no word is changed."""

import re
from pathlib import Path

import pytest
from django.template.defaultfilters import linebreaks_filter as linebreaks
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes import rich

HOSTILE = {
    "<script>alert(1)</script>Text": "<p>Text</p>",
    '<p data-hx-post="/x" data-hx-trigger="load" hx-get="/y">Text</p>': "<p>Text</p>",
    '<p style="position:fixed" class="x" id="content" onclick="x()" title="t">Text</p>': "<p>Text</p>",
    '<a href="javascript:alert(1)">Text</a>': "<p>Text</p>",
    '<a href="java\nscript:alert(1)">Text</a>': "<p>Text</p>",
    '<a href=" jAvAsCrIpT&#58;alert(1)">Text</a>': "<p>Text</p>",
    '<a href="data:text/html,<script>x</script>">Text</a>': "<p>Text</p>",
    '<a href="//evil.example/">Text</a>': "<p>Text</p>",
    '<a href="/arbete/x/ta-bort/">Text</a>': "<p>Text</p>",
    '<a href="https://">Text</a>': "<p>Text</p>",
    '<a href="https://x.se/&quot;onclick=&quot;y" target="_blank" rel="opener">Text</a>': (
        '<p><a href="https://x.se/%22onclick=%22y">Text</a></p>'
    ),
    '<img src=x onerror="alert(1)">Text': "<p>Text</p>",
    '<svg><a xlink:href="javascript:alert(1)">x</a><style>@import "x"</style></svg>Text': "<p>Text</p>",
    "<math><mtext><table><mglyph><style><!--</style><img src onerror=x>--></mtext></math>Text": "",
    '<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x">Text': "<p>Text</p>",
    '<form action="/arbete/"><input name="a" value="b"><button>Text</button></form>': "<p>Text</p>",
    "<!-- a comment --><!--[if mso]><p>Word</p><![endif]-->Text": "<p>Text</p>",
    "<p>&lt;script&gt;Text&lt;/script&gt;</p>": "<p>&lt;script&gt;Text&lt;/script&gt;</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>Text": "<p>'&gt;Text</p>",
    "<base href='//evil.example/'><meta http-equiv=refresh content='0;//evil.example'><link rel=stylesheet>Text": (
        "<p>Text</p>"
    ),
    "<template><p>hidden</p></template><textarea>hidden</textarea>Text": "<p>Text</p>",
    "Te\x00x\u200bt\x07": "<p>Text</p>",
}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_is_let_through(hostile):
    assert rich.clean(hostile) == HOSTILE[hostile]


ONE_FORM = {
    "": "",
    "<p></p><p>&nbsp;</p><p><br></p>": "",
    "Utan taggar": "<p>Utan taggar</p>",
    "<div>Ett</div><div>Två</div>": "<p>Ett</p><p>Två</p>",
    "<p>Ett<br><br>Två</p>": "<p>Ett</p><p>Två</p>",
    "<p> Ett  \n två<br> tre </p>": "<p>Ett två<br>tre</p>",
    "<h1>Titel</h1><h6>Liten</h6>": "<h3>Titel</h3><h4>Liten</h4>",
    "<h4>Först</h4><h3>Sedan</h3><h4>Sist</h4>": "<h3>Först</h3><h3>Sedan</h3><h4>Sist</h4>",
    "<h3><strong>Fet</strong><br>rubrik</h3>": "<h3>Fet rubrik</h3>",
    "<b>Ett</b><strong> två</strong> <i>tre</i>": "<p><strong>Ett två</strong> tre</p>",
    "<p><b>Ett: </b>två</p>": "<p><strong>Ett:</strong> två</p>",
    '<span style="font-weight:700">Ett</span><b style="font-weight:normal">två</b>': "<p><strong>Ett</strong>två</p>",
    '<a href="https://x.se"><b>fet</b></a>': '<p><strong><a href="https://x.se">fet</a></strong></p>',
    '<a href="HTTPS://x.se/a b">Länk </a>': '<p><a href="https://x.se/ab">Länk</a></p>',
    "<ul><li><p>Ett</p><p>två</p></li></ul>": "<ul><li>Ett<br>två</li></ul>",
    "<ul><li>Ett</li></ul><ul><li>Två</li></ul>": "<ul><li>Ett</li><li>Två</li></ul>",
    "<ol><li>Ett</li></ol><ol><li>Ett</li></ol>": "<ol><li>Ett</li></ol><ol><li>Ett</li></ol>",
    "<ul><ul><ul><ul><li>Djupt</li></ul></ul></ul></ul>": "<ul><li>Djupt</li></ul>",
    "<blockquote><h3>Citat</h3><blockquote>i citat</blockquote></blockquote>": (
        "<blockquote><p>Citat</p><p>i citat</p></blockquote>"
    ),
    "<table><tr><th>År</th><td>Jobb</td></tr><tr><td>2035</td><td>3 700</td></tr></table>": (
        "<p>År Jobb</p><p>2035 3 700</p>"
    ),
    "<p>§\u00a0161</p>": "<p>§\u00a0161</p>",
    "<p>A & B < C</p>": "<p>A &amp; B &lt; C</p>",
}


@pytest.mark.parametrize("given", ONE_FORM, ids=range(len(ONE_FORM)))
def test_a_text_has_one_form(given):
    assert rich.clean(given) == ONE_FORM[given]


WORD = (Path(__file__).parent / "pasted" / "word.html").read_text()


def test_a_document_from_word_becomes_plain_structure():
    assert rich.clean(WORD) == (
        "<h3>Målbild</h3>"
        '<p>Det ska vara <strong>enkelt</strong> att driva företag, se <a href="https://exempel.se/">programmet</a>.</p>'
        "<ul><li>Enkelt<ul><li>snabbt</li></ul></li></ul><ol><li>Först</li><li>Sedan</li></ol>"
    )


WRITTEN = """Vision
i två rader

## Mål
### Delmål
- Enkelt
  - **Snabbt** och [rättvist](https://exempel.se/)
- Säkert

1. Ett
2. Två

> Citat
>
> i två stycken"""


def test_what_is_written_with_signs_becomes_structure():
    assert rich.from_text(WRITTEN) == (
        "<p>Vision<br>i två rader</p><h3>Mål</h3><h4>Delmål</h4>"
        '<ul><li>Enkelt<ul><li><strong>Snabbt</strong> och <a href="https://exempel.se/">rättvist</a></li></ul></li>'
        "<li>Säkert</li></ul><ol><li>Ett</li><li>Två</li></ol>"
        "<blockquote><p>Citat</p><p>i två stycken</p></blockquote>"
    )
    assert rich.to_text(rich.from_text(WRITTEN)) == WRITTEN.replace("Mål\n###", "Mål\n\n###").replace(
        "mål\n-", "mål\n\n-"
    )


@pytest.mark.parametrize(
    "verbatim",
    [
        "2026. Vi vill mer.",
        "1 000 jobb + 5 * 3 = ?",
        "*viktigt* _understruket_ `kod` &amp; <b>tagg</b> ~nej~",
        "[ej länk](javascript:alert(1)) [förslag] (se bilaga)",
        "C:\\program och \\n",
        "– Så sade han.",
        ">5 procent #1 i Sverige -20 grader",
        "Ett\n2. Två\n3) Tre",
        "** inte fet ** 2**3",
    ],
)
def test_signs_that_mean_nothing_stay(verbatim):
    assert rich.plain(rich.from_text(verbatim)) == verbatim


MARKUP = st.recursive(
    st.text(st.sampled_from("ab 1.*-#>[]()\\•&<_\u00a0\nå"), max_size=12),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(
            [*rich.leaves.LISTS, "li", "p", "h2", "h4", "blockquote", "strong", 'a href="https://x.se/(1)"']
        ),
        st.lists(inner | st.just("<br>"), max_size=4),
    ),
    max_leaves=20,
)
TEXTS = st.text(st.sampled_from("ab 1.23*-#>[]()\\•&<_\u00a0\n\t\u2028å"), max_size=60) | st.text(max_size=60)


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_a_clean_text_stays_as_it_is_in_both_ways_of_writing(markup):
    text = rich.clean(markup)

    assert rich.clean(text) == text
    assert rich.from_text(rich.to_text(text)) == text


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_reads_as_a_clean_text(text):
    made = rich.from_text(text)

    assert rich.clean(made) == made
    assert rich.from_text(rich.to_text(made)) == made


def letters(text):
    return re.sub(r"[^\w]", "", text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_way_through_changes_a_word(text):
    assert letters(rich.plain(rich.from_text(text))) == letters(rich.seen(text))
    assert letters(rich.plain(rich.paragraphs(text))) == letters(rich.seen(text))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_plain_text_looks_as_it_did_before_texts_were_rich(text):
    assert rich.paragraphs(text) == rich.clean(linebreaks(rich.seen(text)))


def test_headings_go_below_the_heading_of_the_page():
    assert rich.shown("<h3>A</h3><h4>B</h4>", 5) == "<h5>A</h5><h6>B</h6>"
    assert rich.shown("<h3>A</h3><h4>B</h4>", 6) == "<h6>A</h6><h6>B</h6>"


def test_what_is_shown_is_clean_and_says_where_a_link_leads():
    shown = rich.shown('<p onclick="x">A <a href="https://x.se/">b</a> <a href="mailto:a@x.se">c</a></p>')

    assert shown == '<p>A <a rel="external" href="https://x.se/">b</a> <a href="mailto:a@x.se">c</a></p>'


def test_words_are_counted_as_people_count_them():
    text = "<h3>Mål 2035</h3><ul><li>3 700 jobb – och mer</li></ul><p>A&amp;B</p>"

    assert rich.words(text) == 8
    assert rich.plain(text) == "Mål 2035\n\n– 3 700 jobb – och mer\n\nA&B"


def test_a_long_sentence_is_found():
    long = "Ord " * 30 + "till."

    assert rich.long_sentences(f"<p>En kort. {long} En till.</p>") == [long]
    assert rich.long_sentences("<p>" + "Ord " * 29 + "sist.</p>") == []
