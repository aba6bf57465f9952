"""A pretend WeChat on loopback: the platform's side of every conversation, for tests, demo, load."""
