"""What people are told without asking: the bell, e-mail, and a project's webhooks."""
