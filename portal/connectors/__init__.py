"""The only outbound network: one door for each outside thing."""
