"""What happens when somebody searches, votes, writes or reports: rules and stores put together."""
