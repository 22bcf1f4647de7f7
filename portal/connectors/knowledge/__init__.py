"""Where teams write down for themselves what they know: one small file a tool."""
