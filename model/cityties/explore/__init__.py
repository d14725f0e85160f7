"""The live page: settings moved by hand, and what they do to the damage of crises, in the browser."""
