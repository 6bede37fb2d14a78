"""The house as a program for a real server in a process of its own; LIVE_REDIS_URL says where."""

import os

from changeprog.live import rooms
from changeprog.live.announce import Announcer
from changeprog.live.program import Program
from tests.live.house import House

house = House(Announcer(os.environ["LIVE_REDIS_URL"]))
house.invite("ann")
rooms.register(house.room())
application = Program(os.environ["LIVE_REDIS_URL"], cookie="who", limit=5)
