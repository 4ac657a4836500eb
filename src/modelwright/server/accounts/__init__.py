"""Users, sessions, projects and who may do what in them."""
