"""Groups: the lists that go round in them, and the texts that are pasted into them."""
