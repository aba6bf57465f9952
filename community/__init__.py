"""What we do for people: the same functions whether chat, browser, clock or operator calls them."""
