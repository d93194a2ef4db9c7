#!/bin/sh
# -I: neither the variables of other Pythons nor the user's own packages are listened to.
exec /usr/lib/manul/window/bin/python3 -I -m desktop "$@"
