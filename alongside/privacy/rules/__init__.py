"""The rules of privacy: who may see what inside, and what may leave."""
