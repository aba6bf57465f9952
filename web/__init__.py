"""The browser door: health for machines now, the console later."""
