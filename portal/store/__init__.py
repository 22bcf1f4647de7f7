"""The only SQL of the portal: schema, migrations, and one file of statements for every subject."""
