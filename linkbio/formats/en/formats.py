"""How moments are written. Django reads this by its name (FORMAT_MODULE_PATH)."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
# With the zone: staff in other places compare them with their own clocks and with logs.
DATETIME_FORMAT = "j F Y, H:i e"
