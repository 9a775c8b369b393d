"""The report on a study: who took part, what was kept, how scores went by arm, what went wrong."""
