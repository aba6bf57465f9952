"""What is said in groups, and what staff paste from groups that have no interface."""
