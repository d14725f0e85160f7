"""Custom rules: submodels from outside the package, inserted into the compiled month."""
