"""Help desks: one small file a vendor, and what they have in common."""
