"""The formats in which labelled images lie on a disk, one reader a file; `contract.layout` finds which one it is."""
