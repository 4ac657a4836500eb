"""What is wrong with how a command was called."""


class UsageProblem(Exception):
    """One sentence that says what to change; the command ends with exit code 2."""
