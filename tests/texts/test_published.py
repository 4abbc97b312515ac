"""The day a report was published or signed, as pages and signatures print it."""

from datetime import date

import pytest

from extract.readers.text import read
from extract.result import Identity
from extract.texts.identity import DIFFER, differing
from extract.texts.sections import read_texts
from extract.texts.sources import Sources
from normalize.hints import NO_HINTS
from normalize.published import published_of


@pytest.mark.parametrize(
    ("lines", "year", "day"),
    [
        (("发布日期：2024-01-18 10:25", "浏览次数：12"), 2023, date(2024, 1, 18)),
        (("洪泽区民政局", "2024年1月18日"), 2023, date(2024, 1, 18)),
        (("洪泽区民政局 二〇二四年一月十八日",), 2023, date(2024, 1, 18)),
        (("洪泽区民政局", "2024年1月18号"), 2023, date(2024, 1, 18)),
        (("二0一七年一月十八日",), 2016, date(2017, 1, 18)),
        (("洪泽区民政局", "（2013年1月18日）"), 2012, date(2013, 1, 18)),
        (("（截至2013年1月18日）",), 2012, None),
        (("政府网 www.gov.cn   2010年04月06日   来源：江苏省人民政府网站",), 2009, date(2010, 4, 6)),
        (("2019年5月1日", "2024年1月18日"), 2023, date(2024, 1, 18)),
        (("2019年5月1日",), 2023, None),
        (("2024年2月30日",), 2023, None),
        (("条例自2019年5月15日起施行。",), 2023, None),
        (("2022年01月18日来源：办公室",), 2021, date(2022, 1, 18)),
        (("2022-01-18 作者：佚名 点击数：",), 2021, date(2022, 1, 18)),
        (("2022-01-18 00:00  稿件作者：   浏览量：-",), 2021, date(2022, 1, 18)),
        (("发表时间：2021-03-15 16:35",), 2020, date(2021, 3, 15)),
        (("更新时间：2023-09-22 18:44 发布时间：2022-01-17 15:33 来源：民政局",), 2021, date(2022, 1, 17)),
        (("更新时间：2023-09-22 18:44",), 2021, None),
        (("抓取时间：2025-03-01 12:00:00", "洪泽区民政局", "2022年1月18日"), 2021, date(2022, 1, 18)),
        (("标题：年报 下载日期：2025-03-01",), 2021, None),
        (("当前时间：2025-03-01 12:00", "2022年1月18日"), 2021, date(2022, 1, 18)),
        (("成文日期：2022-01-18 废止日期：2029-01-01",), 2021, date(2022, 1, 18)),
        (("废止日期：2029-01-01", "2022年1月18日"), 2021, date(2022, 1, 18)),
        (("发布时间：[2022-01-24]", "2022年1月18日"), 2021, date(2022, 1, 24)),
        (("20220117 来源：民政局", "2023年12月1日"), 2021, date(2022, 1, 17)),
        (("日期：20220117 信息来源：民政局", "2023年12月1日"), 2021, date(2022, 1, 17)),
        (("成文日期: 2022-01-10 发布日期: 2022-01-17",), 2021, date(2022, 1, 17)),
        (("成文日期: 2022-01-10", "文号："), 2021, date(2022, 1, 10)),
        (("公文生成日期：2022-01-10", "时间：2022-01-17 08:41"), 2021, date(2022, 1, 17)),
        (("生成日期：2022-01-10 08:41", "文号："), 2021, date(2022, 1, 10)),
        (("发布日期: 2021- 01- 20 08 : 32 浏览次数:",), 2020, date(2021, 1, 20)),
        (("发布：2022-01-24 09:11:12",), 2021, date(2022, 1, 24)),
        (("[成文日期] 2022-01-18 [发布日期] 2022-01-24",), 2021, date(2022, 1, 24)),
        (("发布时间：20220124",), 2021, date(2022, 1, 24)),
        (("发布条数：20220124",), 2021, None),
        (("（统计时间：2023年1月1日—2023年12月31日）",), 2023, None),
        (("统计时间：2023年1月1日", "洪泽区民政局2024年1月18日"), 2023, date(2024, 1, 18)),
        (("时间：2023-01-01—2023-12-31",), 2023, None),
        (("截至2023年6月30日",), 2023, None),
        (("• 2022-01-24 09:05", "• 来源: 教育局"), 2021, date(2022, 1, 24)),
    ],
)
def test_published(lines: tuple[str, ...], year: int, day: date | None) -> None:
    assert published_of(lines, year) == day


@pytest.mark.parametrize(
    ("published", "said"),
    [(date(2024, 1, 20), True), (date(2024, 12, 20), False), (date(2025, 1, 20), False), (None, False)],
)
def test_a_report_is_not_published_before_its_year_is_over(published: date | None, said: bool) -> None:
    found = list(
        differing(Sources((), (), (), (("标题", 2024),), True, NO_HINTS), Identity(year=2024), published)
    )
    assert [(finding.check, finding.expected) for finding in found] == [(DIFFER, 2024)] * said


@pytest.mark.parametrize(
    "frame",
    [
        "发布机构 | 市政府办 | 发文日期 | 2024-02-28 |\n文 号 | 有 效 性 |",
        "| 索 引 号: | 发布时间: | 2024年02月28日 00:00 | |\n| 来 源: | 发布机构: | ||",
    ],
)
def test_published_in_the_frame_above_the_article(frame: str) -> None:
    text = f"{frame}\n洪泽区民政局2023年政府信息公开工作年度报告\n一、总体情况\n无。"
    assert published_of(read_texts(read(text.encode())).head, 2023) == date(2024, 2, 28)
