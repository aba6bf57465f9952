"""What we know as statements: versions, answers given, and who wants to hear of changes."""
