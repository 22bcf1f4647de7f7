"""Where the team hears of it: one small file a service."""
