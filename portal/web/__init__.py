"""The only Flask: parse, call one service, render."""
