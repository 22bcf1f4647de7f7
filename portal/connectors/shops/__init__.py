"""The shops whose orders customers look up: one small file for each system."""
