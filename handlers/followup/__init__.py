"""Follow-up by chat: temperatures, symptoms, one’s own days, and staff who begin and end it."""
