"""What happens without being asked.  A job is a plain function of a session and a moment."""
