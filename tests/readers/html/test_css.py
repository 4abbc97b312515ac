"""The pass over CSS, held against tinycss2, which reads as the standard says."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from extract.readers._html.css.look import Look, look_of
from extract.readers._html.css.rules import declarations, rules

VALUES = st.sampled_from(
    [
        "none",
        " none ",
        "NONE",
        "0",
        "rgb(0, 0, 0)",
        '"a;b"',
        "'}'",
        '"\\""',
        "url(data:image/png;base64,aa==)",
        "url( 'a;b' )",
        "calc((1px + 2px) * 2)",
        "red /* ; */ ",
        "1px/* } */",
        "none ! important",
        "block !IMPORTANT",
        "var(--x, none)",
    ]
)
NAMES = st.sampled_from(["display", "Color", "--x", "-webkit-text-fill-color", " width ", "/* a:b; */float"])
DECLARED = st.lists(st.tuples(NAMES, VALUES), max_size=5).map(
    lambda pairs: ";".join(f"{name}:{value}" for name, value in pairs)
)
SELECTORS = st.sampled_from([".a", "td > b", "#x, .y", "td:nth-child( 2 )", '[data-a="}"]', " i /* { */ "])
RULE = st.tuples(SELECTORS, DECLARED).map(lambda pair: f"{pair[0]}{{{pair[1]}}}")
SHEETS = st.lists(
    st.one_of(
        RULE,
        st.sampled_from(["/* .a{display:none} */", '@charset "utf-8";', "@import url(a;b.css);", "<!-- "]),
        RULE.map("@media screen{{{}}}".format),
        RULE.map("@media print{{{}}}".format),
        RULE.map("@supports (a:b) {{ {} }}".format),
    ),
    max_size=5,
).map("\n".join)


def of_tinycss2(text: str) -> dict[str, str]:
    """What its list of declarations says: the last of a name, but for `!important`."""
    said: dict[str, tuple[bool, str]] = {}
    for each in tinycss2.parse_blocks_contents(text, skip_comments=True):
        if each.type == "declaration" and (each.important or not said.get(each.lower_name, (False,))[0]):
            words = [word for word in each.value if word.type != "comment"]
            said[each.lower_name] = (each.important, tinycss2.serialize(words).strip())
    return {name: value for name, (_, value) in said.items()}


def as_written(said: dict[str, str]) -> dict[str, str]:
    """Without what a serializer spells in its own way: quotes of addresses, spaces."""
    return {
        name: tinycss2.serialize(tinycss2.parse_component_value_list(value, skip_comments=True)).strip()
        for name, value in said.items()
    }


@given(DECLARED)
def test_declarations_are_those_of_tinycss2(text: str) -> None:
    assert as_written(declarations(text)) == as_written(of_tinycss2(text))


@given(SHEETS)
def test_rules_are_those_of_tinycss2(sheet: str) -> None:
    expected = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        inner = [rule]
        if rule.type == "at-rule":
            wanted = rule.content and "print" not in tinycss2.serialize(rule.prelude)
            inner = (
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                if wanted
                else []
            )
        for each in inner:
            prelude = tinycss2.serialize([word for word in each.prelude if word.type != "comment"])
            said = of_tinycss2(tinycss2.serialize(each.content))
            expected += [(name.strip(), as_written(said)) for name in prelude.split(",") if said]
    assert [
        (name, as_written(declarations(text))) for name, text in rules(sheet) if declarations(text)
    ] == expected


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (".a{.b{display:none}}", [(".a .b", "display:none")]),
        (".a{&.b,& > i{display:none} color:red}", [(".a.b", "display:none"), (".a > i", "display:none"), (".a", " color:red")]),
        ("@media screen{@supports (a:b){.a{float:left}}}", [(".a", "float:left")]),
        ("@media print{@supports (a:b){.a{float:left}}}", []),
        ("@keyframes x{from{opacity:0}}", []),
        (".a{display:none", [(".a", "display:none")]),
        (".a{display:none}}.b{float:left}", [(".a", "display:none"), (".b", "float:left")]),
        ("td:not(.a,:is(.b,#c)),i{@layer x{float:left}}", [("td:not(.a,:is(.b,#c))", "float:left"), ("i", "float:left")]),
        ("{.a{display:none}}.b{float:left}", [(".b", "float:left")]),
        (":is(" + "," * 50_000 + "{.a{float:left}", []),  # in no time
        (".a{content:'\n}.b{float:left}", [(".a", "content:'\n"), (".b", "float:left")]),
    ],
)  # fmt: skip
def test_rules_within_rules_and_broken_ones(sheet: str, found: list[tuple[str, str]]) -> None:
    assert list(rules(sheet)) == found


@pytest.mark.parametrize(
    ("style", "look"),
    [
        ("display:none\\9", Look.PLAIN),  # meant for old browsers, none to others
        ("*display:none", Look.PLAIN),
        ("display:none;display:none\\9", Look.GONE),
        ("display:none;display:inline\\9", Look.GONE),
        ("visibility : hidden ! important;visibility:visible", Look.INVISIBLE),
        ("margin-left:2cm", Look.APART),
        ("margin:0 0 0 -20px", Look.APART),
        ("margin-top:20px", Look.PLAIN),
        ("font:12px/1 a;font-size:0", Look.NO_SIZE),
        ("font-size:0;font:700 12px/0 a", Look.PLAIN),
        ("color:#fff;background-color:#fff;background-image:url(red.png)", Look.PLAIN),
        ("order:0", Look.PLAIN),
    ],
)
def test_looks_by_what_is_said(style: str, look: Look) -> None:
    assert look_of(style) is look
