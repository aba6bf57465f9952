"""Work as statements: what somebody must see to, and forms that were sent in."""
