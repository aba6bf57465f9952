"""The robot of a WeCom group: called by name, it answers in a bubble that grows."""
