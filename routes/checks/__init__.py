"""The rules of `routes.check`, one room a subject."""
