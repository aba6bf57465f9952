"""Notices by chat: published by staff, recognised and asked about by everybody."""
