"""The chain as pages: the whole programme as one picture, and the answers that lie in it."""
