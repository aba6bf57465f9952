"""Follow-up as statements: episodes, what is due, what was reported."""
