# Sourced by the scripts beside it, which set `home` (the folder above bin). Plain POSIX sh.
#
#   run MAIN ARGUMENTS...            replaces this shell by a JVM that runs MAIN
#   run_short MAIN ARGUMENTS...      the same for a command that ends soon
#   make_cache                       makes lib/server.aot and lib/commands.aot, which halve the time of a start
#
# Honoured: JAVA_HOME, PATH, JAVA_OPT and JAVA_OPT_EXT (more options for the JVM), SKYLARK_JAVA_DIRS (folders that hold
# Java installations, instead of the usual ones).

needed=25

# Prints the feature release (17, 25 ...) of the Java installation $1, without starting it where its release file says it.
java_release() {
    version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            [ "$key" = JAVA_VERSION ] && version=${value#\"} && version=${version%%[!0-9]*} && break
        done < "$1/release"
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    fi
    echo "${version:-0}"
}

# Sets `java` when the installation $1 is new enough; remembers in `seen` the first that was too old.
try_java() {
    [ -x "$1/bin/java" ] || return 1
    release=$(java_release "$1")
    if [ "$release" -ge "$needed" ] 2>/dev/null; then
        java=$1/bin/java
        return 0
    fi
    seen=${seen:-" (found Java $release in $1)"}
    return 1
}

find_java() {
    seen=
    [ -n "$JAVA_HOME" ] && try_java "$JAVA_HOME" && return
    on_path=$(command -v java)
    if [ -n "$on_path" ]; then
        real=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        try_java "${real%/bin/java}" && return
    fi
    usual="/usr/lib/jvm /usr/java /opt/java /opt /usr/local /Library/Java/JavaVirtualMachines $HOME/.jdks"
    usual="$usual $HOME/.sdkman/candidates/java"
    for folder in ${SKYLARK_JAVA_DIRS:-$usual}; do
        for candidate in "$folder"/*; do
            try_java "$candidate" && return
            [ -d "$candidate/Contents/Home" ] && try_java "$candidate/Contents/Home" && return
        done
    done
    echo "Skylark needs Java $needed or newer$seen: install a JDK $needed, or set JAVA_HOME to one." >&2
    exit 1
}

# What the JVM has learned about our classes; each start loads all that is in it, so short ones have their own.
server_cache=$home/lib/server.aot
command_cache=$home/lib/commands.aot
cache=$server_cache

# Starts a server on free ports, uses it by all kinds of commands, and keeps what the JVM of each has learned.
make_cache() {
    work=$(mktemp -d) || exit 1
    main=io.skylark.server
    (
        SKYLARK_CACHE_TO=$work/commands.aot
        run_short $main.CommandTraining "$work/data" 2> "$work/errors"
    ) | (
        SKYLARK_CACHE_TO=$work/server.aot
        run $main.ServerTraining "$work/data" > "$work/out" 2>&1
    )
    made=1
    if [ -s "$work/commands.aot" ] && [ -s "$work/server.aot" ] \
        && mv "$work/commands.aot" "$command_cache" 2> /dev/null && mv "$work/server.aot" "$server_cache"; then
        made=0
    else
        echo "skylark: no start cache was made; everything works without it, starts take longer:" >&2
        cat "$work/out" "$work/errors" | tail -n 3 >&2
    fi
    rm -rf "$work"
    return "$made"
}

# Whether there is a start cache, and no jar is newer than it.
has_cache() {
    [ -f "$cache" ] || return 1
    for jar in "$home/lib"/*.jar; do
        # shellcheck disable=SC3013 # every sh knows -nt
        [ "$jar" -nt "$cache" ] && return 1
    done
    return 0
}

# Nothing is compiled because it was hot in the run that made the cache, only what gets hot here, and that by the quick
# compiler; reflection goes the way that is fast from the first call; the cache is mapped where it was made for.
run_short() {
    cache=$command_cache
    JAVA_OPT="-XX:TieredStopAtLevel=1 -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions \
        -XX:-AOTReplayTraining -XX:ArchiveRelocationMode=0 -XX:-UsePerfData \
        -Djdk.reflect.useNativeAccessorOnly=true \
        -Dslf4j.provider=io.skylark.cli.frame.ShortLivedLogging -Dslf4j.internal.verbosity=WARN ${JAVA_OPT:-}"
    run "$@"
}

run() {
    find_java
    main=$1
    shift
    # Jars only: a folder on the class path would rule out class data sharing.
    set -- -Dskylark.home="$home" -cp "$home/lib/*" "$main" "$@"
    # A cache that does not fit this JVM or these jars is passed over; nobody needs to read why.
    if [ -z "$SKYLARK_CACHE_TO" ] && has_cache; then
        set -- -XX:AOTCache="$cache" -Xlog:aot*=off -Xlog:cds*=off "$@"
    elif [ -n "$SKYLARK_CACHE_TO" ]; then
        set -- -XX:AOTCacheOutput="$SKYLARK_CACHE_TO" -Xlog:aot*=off -Xlog:cds*=off "$@"
    fi
    [ -f "$home/conf/logback.xml" ] && set -- -Dlogback.configurationFile="$home/conf/logback.xml" "$@"
    case " $JAVA_OPT $JAVA_OPT_EXT " in
        *" -XX:+Use"*"GC "*) ;;
        *) set -- -XX:+UseSerialGC "$@" ;;
    esac
    # Options of the user come behind ours: the later one wins. ~ in paths is the shell's, not that of /etc/passwd.
    # shellcheck disable=SC2086 # several options in one variable
    set -- -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Duser.home="${HOME:-/}" \
        $JAVA_OPT $JAVA_OPT_EXT "$@"
    exec "$java" "$@"
}
