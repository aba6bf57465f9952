"""The app of an enterprise account: staff speak to it alone, and it writes to them at any time."""
