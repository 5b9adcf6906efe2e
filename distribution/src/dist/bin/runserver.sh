#!/bin/sh
# runserver.sh MAIN ARGUMENTS...: what mqnamesrv does, for scripts that name RocketMQ's main class.
bin=$(cd "$(dirname "$0")" && pwd -P)
case $1 in
    *.NamesrvStartup) shift && exec sh "$bin/mqnamesrv" "$@" ;;
esac
echo "runserver.sh cannot start \"$1\": it starts org.apache.rocketmq.namesrv.NamesrvStartup." >&2
exit 2
