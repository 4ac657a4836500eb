"""The Python client and the command line. They know the server by its API and the engine by its program."""
