"""The operator's door: the command line, serving, checking, and the sample community."""
