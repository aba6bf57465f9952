"""The register by chat: joining, who one is, what is held about one, and leaving."""
