"""Python imports this by itself when it starts, in the processes whose clock shall be wrong by CLOCK_AHEAD seconds."""

import os
import time

import time_machine

time_machine.travel(time.time() + float(os.environ["CLOCK_AHEAD"]), tick=True).start()
