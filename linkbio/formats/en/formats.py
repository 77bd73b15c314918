"""How moments are written. Django reads this by its name (FORMAT_MODULE_PATH)."""

# With the zone: staff in other places compare them with their own clocks and with logs.
DATETIME_FORMAT = "N j, Y, P e"
