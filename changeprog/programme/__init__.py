"""The ground: programmes, people, access, the journal, home, and the registers."""
