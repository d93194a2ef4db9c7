"""Settings of the interpreter without which a window in Python stutters."""

import gc
import sys

# Qt's calls hand the interpreter over and ask for it back, hundreds of times a frame. While the
# pool computes, each waits this long; at Python's own 5 ms scrolling stutters.
_SWITCH_SECONDS = 0.001


def keep_smooth() -> None:
    """Once everything is loaded. Looking through all of it for garbage took 200 to 280 ms (130,000
    objects, measured while a thousand pictures were edited); what is here now stays anyway."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.freeze()
