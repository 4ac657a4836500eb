"""The server: Django. It imports the contract, never torch."""
