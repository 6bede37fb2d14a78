"""Changeprog's own settings, over throwaway engines unless the environment names others."""

from tests import throwaway

throwaway.provide()

from changeprog.settings import *  # noqa: E402, F403 -- read after the engines are known

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a sign-in costs nothing
