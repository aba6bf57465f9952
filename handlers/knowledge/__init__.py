"""What we know, by chat: answers with their source, and staff who write and approve rules."""
