"""The help centre's build side, its service, its rules and its reports."""

__version__ = "0.1.0"
