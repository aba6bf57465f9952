"""What a group robot may show that is no plain text: articles, and cards that only tell."""

from typing import Any

ARTICLES, TITLE_BYTES, DESCRIPTION_BYTES = 8, 128, 512
TITLE, WORDS, LABEL, VALUE, JUMP = 26, 112, 5, 26, 13  # characters
MOST_ROWS, MOST_JUMPS = 6, 3
BAD, TOO_MANY = 40058, 45008


def wrong_articles(content: dict[str, Any]) -> int:
    """Return the code for articles that are refused, 0 for good ones."""
    articles = content.get("articles")
    if not isinstance(articles, list) or not articles:
        return BAD
    if len(articles) > ARTICLES:
        return TOO_MANY
    return 0 if all(_is_article(each) for each in articles) else BAD


def _is_article(each: object) -> bool:
    if not isinstance(each, dict):
        return False
    title, words = str(each.get("title") or ""), str(each.get("description") or "")
    fits = len(title.encode()) <= TITLE_BYTES and len(words.encode()) <= DESCRIPTION_BYTES
    picture = each.get("picurl")
    return bool(title) and fits and _is_url(each.get("url")) and (not picture or _is_url(picture))


def wrong_told(card: dict[str, Any]) -> int:
    """Return the code for a card a group is not shown: one to read, that opens a page when tapped."""
    if card.get("card_type") not in {"text_notice", "news_notice"}:
        return BAD
    if card["card_type"] == "news_notice" and not _is_url(_part(card, "card_image").get("url")):
        return BAD
    title, words = str(_part(card, "main_title").get("title") or ""), _words(card)
    if not (title or words) or len(title) > TITLE or len(words) > WORDS:
        return BAD
    action = _part(card, "card_action")
    if action.get("type") != 1 or not _is_url(action.get("url")):
        return BAD
    return 0 if _rows_fit(card) else BAD


def _words(card: dict[str, Any]) -> str:
    return str(card.get("sub_title_text") or "")


def _rows_fit(card: dict[str, Any]) -> bool:
    rows, jumps = card.get("horizontal_content_list") or [], card.get("jump_list") or []
    if len(rows) > MOST_ROWS or len(jumps) > MOST_JUMPS:
        return False
    fit = all(0 < len(row["keyname"]) <= LABEL and len(row["value"]) <= VALUE for row in rows)
    return fit and all(0 < len(jump["title"]) <= JUMP and _is_url(jump["url"]) for jump in jumps)


def _part(card: dict[str, Any], name: str) -> dict[str, Any]:
    found = card.get(name)
    return found if isinstance(found, dict) else {}


def _is_url(given: object) -> bool:
    return isinstance(given, str) and given.startswith(("http://", "https://"))
