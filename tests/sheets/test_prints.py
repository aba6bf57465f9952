"""Pages and pictures, looked at as a reader of them would."""

import io
import logging

import pypdfium2
import pytest
from PIL import Image

from core.prints import DoorPoster, HelpCard, Helper
from sheets.card import card_pdf
from sheets.pdf import table
from sheets.poster import poster_pdf, poster_png
from sheets.qr import qr_png

POSTER = DoorPoster(
    "幸福社区",
    "3号楼",
    ("不知道怎么办，直接问。", "要人帮忙，说一声。", "通知、提醒、报平安，都在这里。"),
    code="https://example.invalid/q/3",
    phone="0593-2345678",
)
A4 = (595.28, 841.89)


def words(pdf: bytes, page: int = 0) -> str:
    return str(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded())


def test_a_poster_says_who_where_and_what_and_holds_a_code() -> None:
    document = pypdfium2.PdfDocument(poster_pdf(POSTER))
    said = words(poster_pdf(POSTER))

    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(A4, abs=1)
    for part in ("幸福社区", "3号楼", *POSTER.sentences, "120", "12356", "0593-2345678"):
        assert part in said
    assert len(list(document[0].get_objects(filter=[3]))) == 1  # the code is a picture


def test_where_the_code_cannot_know_the_place_the_poster_says_what_to_reply() -> None:
    plain = DoorPoster("幸福社区", "3号楼", POSTER.sentences, code="x", words="我住3号楼")

    assert "关注后回复：我住3号楼" in words(poster_pdf(plain))


def test_a_platform_s_own_code_is_printed_as_it_came() -> None:
    red = io.BytesIO()
    Image.new("RGB", (300, 300), (255, 0, 0)).save(red, "PNG")
    image = Image.open(
        io.BytesIO(
            poster_png(DoorPoster("幸福社区", "", POSTER.sentences, code_png=red.getvalue()))
        )
    )

    assert image.getpixel((image.width // 2, 120 * 6)) == (255, 0, 0)


def test_a_long_name_stays_on_the_page() -> None:
    long = DoorPoster(
        "幸福路街道向阳花苑第二社区居民委员会综合服务站", "3号楼", POSTER.sentences, code="x"
    )

    assert long.community in words(poster_pdf(long))
    assert Image.open(io.BytesIO(poster_png(long))).size == (1260, 1782)


def test_a_card_names_everybody_with_a_phone_that_answers() -> None:
    helpers = [
        Helper("网格员", "王芳", "13900000002", "每天 8:00–20:00"),
        Helper("夜间值班", "赵强", ""),
    ]

    said = words(card_pdf(HelpCard("幸福社区", helpers, code="x")))

    for part in (
        "联 心 卡",
        "王芳",
        "13900000002",
        "每天 8:00–20:00",
        "赵强",
        "请问社区",
        "120",
        "12356",
    ):
        assert part in said


def test_a_card_holds_seven_and_says_so_rather_than_dropping_one() -> None:
    seven = [Helper("网格员", f"王{n}", "13900000002") for n in "一二三四五六七"]

    assert "王七" in words(card_pdf(HelpCard("幸福社区", seven)))
    with pytest.raises(ValueError, match="8 helpers"):
        card_pdf(HelpCard("幸福社区", [*seven, seven[0]]))


def test_a_list_goes_on_over_pages_with_its_headings_and_loses_nothing() -> None:
    rows = [[f"3号楼{n}室", "很长的原因" * (n % 9)] for n in range(100, 180)]

    pdf = table("今天要打电话的人", ["户", "为什么"], rows, [1, 2])

    pages = [words(pdf, page) for page in range(len(pypdfium2.PdfDocument(pdf)))]
    assert len(pages) > 2
    assert all("户" in page and f"第 {n} 页" in page for n, page in enumerate(pages, start=1))
    assert all(any(row[0] in page for page in pages) for row in rows)
    assert sum(page.count("很") for page in pages) == sum(row[1].count("很") for row in rows)


def test_a_character_the_font_lacks_is_marked_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = words(table("名单", ["姓名"], [["𠮷田"]], [1]))

    assert "〓田" in said
    assert "𠮷" not in caplog.text


def test_a_code_is_a_square_picture_with_quiet_edges() -> None:
    image = Image.open(io.BytesIO(qr_png("https://example.invalid/", 600))).convert("L")

    assert image.width == image.height >= 600
    assert image.crop((0, 0, image.width, 20)).getextrema() == (255, 255)
    assert image.getextrema() == (0, 255)
