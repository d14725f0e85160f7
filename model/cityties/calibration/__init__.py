"""Priors and history: what data say about the model, what its outcomes turn on, and what would settle the claim."""
