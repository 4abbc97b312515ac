"""Cells of web pages that a style sheet or a script of the page fills."""

import pytest

from extract.readers.html import read
from tests.readers.html.web_pages import cell_of


@pytest.mark.parametrize(
    ("sheet", "markup", "flags"),
    [
        ('.v::before{content:"3"}', "<td class=v>", ("picture",)),
        ('.v::before{content:"3"}', "<td class=v>1", ("picture",)),
        ('td .v:after{content:"\\33"}', "<i class=v></i>", ("picture",)),
        ("[data-v]::after{content:attr(data-v)}", "<td data-v=12>", ("picture",)),
        (".v::before{content:url(3.png)}", "<td class=v>", ("picture",)),
        ('.v::before{content:"\\e601"}', "<i class=v></i>", ("picture",)),
        ('.v::before{content:"\\e601"}', "<i class=v></i>1", ()),
        ('.v::after{content:"件"}', "<td class=v>1", ()),
        ('.v::after{content:"万"}', "<td class=v>1", ("picture",)),
        ('.v::before{content:"-"}', "<td class=v>1", ("picture",)),
        ('.v::before{content:"" "3"}', "<td class=v>1", ("picture",)),
        (".v::after{content:''}", "<td class=v>", ()),
        ('.v::after{content:"\\200b"}', "<td class=v>", ()),
        ('.v:after{content:".";height:0;visibility:hidden}', "<td class=v>", ()),
        ("td::before{content:attr(data-label)}", "<td data-label=总计>", ()),
        ('.other::before{content:"3"}', "<td class=v>", ()),
        ('@media print{.v::before{content:"3"}}', "<td class=v>", ()),
    ],
)
def test_what_a_style_sheet_prints(sheet: str, markup: str, flags: tuple[str, ...]) -> None:
    assert cell_of(markup, f"<style>{sheet}</style>").flags == flags


@pytest.mark.parametrize(
    ("script", "markup", "flags"),
    [
        ('document.getElementById("n1").innerHTML = 3', "<td id=n1>", ("picture",)),
        ("$('#n1').text(3)", "<b id=n1>0</b>", ("picture",)),
        ('$("#n" + i).text(rows[i])', "<td id=n12>", ("picture",)),
        ('$(".num").html(3)', "<span class=num></span>", ("picture",)),
        (
            'var x="<p class=a>it\'s</p>";document.getElementById("n1").innerText=3',
            "<td id=n1>",
            ("picture",),
        ),
        ("row.total = x.innerHTML ;", "<td class=total>", ()),
        ("", "<td v-text=total>", ("picture",)),
        ("", "<p><b ng-bind='row.total'></b></p>", ("picture",)),
        ("", "<td v-text=total>3", ()),
        ("$('.num').html(3)", "<td class=num>3", ("picture",)),
        ("$('.num').each(function (i) { $(this).text(rows[i]) })", "<td class=num>0", ("picture",)),
        ("$('.num').each(function () { $(this).html($(this).html().trim()) })", "<td class=num>3", ()),
        ("$('.num').html('&nbsp;')", "<td class=num>3", ()),
        ("$('.num').addClass('even'); $('#n2').text(3)", "<td class=num>3", ()),
        (
            "rows.forEach((row, i) => document.getElementById(`n${i}`).innerText = row)",
            "<td id=n1>0",
            ("picture",),
        ),
        ("$('#n1').val(3)", "<input id=n1>", ("picture",)),
        ("", "<script>document.write(n)</script>", ("picture",)),
        ("", "<td>0<script>document.write(n)</script>", ("picture",)),
        ("", "<td>3<script>track(1)</script>", ()),
        ("", "<td><count-up end=3></count-up>", ("picture",)),
        ("", "<td><i class=icon-3></i>", ("picture",)),
        ("", "<td><b style='background:url(3.png)'></b>", ("picture",)),
        ("$('#n2').text(3)", "<td id=n1>", ()),
        ("$('#n1').hide()", "<td id=n1>3", ()),
        ("var n1 = x.innerHTML", "<td id=n1>", ()),
        ("", "<span data-to=12>0</span>", ("picture",)),
        ("", "<span data-num=12></span>", ("picture",)),
        ("", "<td data-value=12>", ("picture",)),
        ("", "<td data-value=1,200.0>1200件", ()),
        ("", "<td data-value=12>12", ()),
        ("", "<td data-value=a>", ()),
        ("", "<td data-row=5>", ()),
    ],
)
def test_cells_that_a_script_fills(script: str, markup: str, flags: tuple[str, ...]) -> None:
    assert cell_of(markup, f"<script>{script}</script>").flags == flags


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("$('table td').eq(3).text(rows[3])", True),
        ("table.rows[1].cells[2].innerHTML = rows[1][2]", True),
        ("document.querySelectorAll('td').forEach((cell, i) => cell.textContent = rows[i])", True),
        ("$('td:empty').html('&nbsp;')", False),
        ("$('table td').css('width', '10%')", False),
        ("$('td').each(function () { $(this).html($(this).html().replace('x', '')) })", False),
        ("row.cells[1].innerHTML = ''", False),
    ],
)
def test_cells_that_a_script_counts_out(script: str, said: bool) -> None:
    page = f"<script>{script}</script><table><tr><td>行政许可<td>0<tr><td>行政处罚<td>7</table>"
    problems = read(page.encode()).problems
    assert any("cells written by a script" in problem for problem in problems) == said
