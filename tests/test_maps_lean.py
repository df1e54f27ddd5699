"""Scripts and styles without comments and blanks: literals stay to the letter."""

import re

import pytest

from maps.lean import lean_script, lean_style


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/* Why. */\nconst a = 1;\n", "const a=1;\n"),
        ("  if (a && b) { c(); }", "if(a&&b){c();}"),
        ('say("a = b ; /* no comment */");', 'say("a = b ; /* no comment */");'),
        ("say('it\\'s , fine');", "say('it\\'s , fine');"),
        ('x = `a : ${b ? `c ; ${d}` : "e , f"} = g`;', 'x=`a : ${b ? `c ; ${d}` : "e , f"} = g`;'),
        ('x = y.replace(/[ ,;"/]+ = /gu, "( )");', 'x=y.replace(/[ ,;"/]+ = /gu,"( )");'),
        ("return /a , b/.test(c);", "return /a , b/.test(c);"),
        ("const share = (a - b) / length;", "const share=(a - b)/ length;"),
        ("`${x.replace(/\"/g, '\"\"')} , y`;", "`${x.replace(/\"/g, '\"\"')} , y`;"),
        ("a = b - -c + +d;", "a=b - -c + +d;"),
    ],
)  # fmt: skip
def test_a_script_loses_only_blanks_that_say_nothing(given: str, expected: str) -> None:
    assert lean_script(given) == expected


def test_a_style_sheet_loses_its_lines() -> None:
    given = '/* Why. */\na, b { color: red; margin: 0 1px; }\n@media (x: 9px) { c { d: "x"; } }'
    lean = 'a,b{color: red;margin: 0 1px;}@media (x: 9px){c{d: "x";}}'
    assert lean_style(given) == lean


def test_every_literal_of_the_page_is_kept() -> None:
    from importlib.resources import files

    from maps.scaffold import SCRIPTS

    for name in SCRIPTS:
        text = (files("maps") / "page" / name).read_text(encoding="utf-8")
        bare = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
        kept = lean_script(text)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", bare), name
        for literal in re.findall(r'(?<=[(\[ ,:])"[\w .,:;=-]*"', bare):
            assert literal in kept, (name, literal)
