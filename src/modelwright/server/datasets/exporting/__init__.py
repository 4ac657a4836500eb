"""The formats in which a dataset leaves, one writer a file; `exports.WRITERS` names them."""
