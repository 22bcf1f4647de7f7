"""The rules of `portal check`, one to a file; `registry.py` lists them, `rule.py` says what a rule is."""
