"""What the worker does for applications."""

from web.applications.away import empty_bins
from web.applications.bringing import ERRANDS as BRINGING
from web.applications.leftovers import ERRANDS as LEFTOVERS
from web.applications.reminders import remind
from web.applications.sending import ERRANDS as SENDING
from web.kit.tasks import Chore

CHORES = [Chore("remind", "*/5 * * * *", remind), Chore("empty_bins", "43 * * * *", empty_bins)]
ERRANDS = [*SENDING, *LEFTOVERS, *BRINGING]
