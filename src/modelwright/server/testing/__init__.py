"""What the suites share: a home of their own, a private PostgreSQL, and the cast (administrator, manager, trainer …)."""
