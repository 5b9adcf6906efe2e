#!/bin/sh
# tools.sh CLASS ARGUMENTS...: runs an example under the name it has in RocketMQ's tutorial, or any main class in lib/.
home=$(cd "$(dirname "$0")/.." && pwd -P)
. "$home/bin/launch.sh"
cache=$command_cache
run io.skylark.cli.tools.ToolMain "$@"
