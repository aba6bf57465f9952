"""Measurements beside what could be picked instead."""
