"""Carry articles over from another help centre: read its export, make Markdown, tell what stayed behind."""
