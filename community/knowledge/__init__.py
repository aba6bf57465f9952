"""What we know: entries and rules with their versions, and whoever was told something else before."""
