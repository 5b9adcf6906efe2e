#!/bin/sh
# runbroker.sh MAIN ARGUMENTS...: what mqbroker does, for scripts that name RocketMQ's main class.
bin=$(cd "$(dirname "$0")" && pwd -P)
case $1 in
    *.BrokerStartup) shift && exec sh "$bin/mqbroker" "$@" ;;
esac
echo "runbroker.sh cannot start \"$1\": it starts org.apache.rocketmq.broker.BrokerStartup." >&2
exit 2
