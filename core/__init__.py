"""The shared vocabulary and the ports.  Imports nothing of ours; every other room imports it."""
