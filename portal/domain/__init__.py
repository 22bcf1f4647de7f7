"""The rules: pure functions over values, without clock, database, web or chance."""
