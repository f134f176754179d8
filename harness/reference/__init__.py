"""Reference servers and clients: well-behaved ones, and ones that misbehave in the ways a tester needs."""
