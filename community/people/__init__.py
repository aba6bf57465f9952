"""The register: who belongs where, who is responsible, who may do what, and what is held about whom."""
