"""The same digest of passwords, made cheap for tests."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 with the least cost that it takes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
