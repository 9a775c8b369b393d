"""The top floor: the alongside command and the supervisor."""
