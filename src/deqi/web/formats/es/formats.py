"""Spanish, with a comma between the day and the time."""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
