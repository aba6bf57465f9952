"""What nobody could answer yet, by chat: answered by staff, rumours, and whether it was of use."""
