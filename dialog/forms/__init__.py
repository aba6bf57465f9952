"""Forms as conversations: what begins one, what is known, asked, read, corrected and sent in."""
