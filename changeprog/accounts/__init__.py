"""Users, signing in, invitations, and mail that is kept on this machine."""
