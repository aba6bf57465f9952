"""Notices: published, found again when somebody asks, replaced or withdrawn."""
