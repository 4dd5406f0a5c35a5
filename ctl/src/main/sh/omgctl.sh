#!/bin/sh
# The control tool: this script with the program's jar behind it. Java 17 or newer is needed.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC $OMGCTL_JAVA_OPTIONS -jar "$0" "$@"
