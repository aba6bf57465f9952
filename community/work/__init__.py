"""Anything somebody must see to: forms that were sent in, and who is told until one of them answers."""
