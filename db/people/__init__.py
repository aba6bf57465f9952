"""The register as statements: units, posts, people, and where they can be reached."""
