"""Do the measures of the relationship tell good counselling from poor? Measured on AnnoMI's transcripts."""
