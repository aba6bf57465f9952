"""A pretend WeChat on loopback: the platform's side of tests, the demo and load runs."""
