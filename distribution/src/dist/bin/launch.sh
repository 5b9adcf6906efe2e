# Sourced by the scripts beside it, which set `home` (the folder above bin). Plain POSIX sh.
#
#   run MAIN ARGUMENTS...            replaces this shell by a JVM that runs MAIN
#   make_cache                       makes lib/skylark.aot, which halves the time of a start
#
# Honoured: JAVA_HOME, PATH, JAVA_OPT and JAVA_OPT_EXT (more options for the JVM), SKYLARK_JAVA_DIRS (folders that hold
# Java installations, instead of the usual ones).

needed=25

# Prints the feature release (17, 25 ...) of the Java installation $1, without starting it where its release file says it.
java_release() {
    version=
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
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

cache=$home/lib/skylark.aot

# Starts a server on free ports, uses it by all kinds of commands, and keeps what the JVM has learned about our classes.
make_cache() {
    work=$(mktemp -d) || exit 1
    made=1
    if (SKYLARK_CACHE_TO=$work/skylark.aot run io.skylark.server.StartTraining "$work/data") > "$work/out" 2>&1 \
        && [ -s "$work/skylark.aot" ] && mv "$work/skylark.aot" "$cache" 2> /dev/null; then
        made=0
    else
        echo "skylark: no start cache was made; everything works without it, starts take longer:" >&2
        tail -n 3 "$work/out" >&2
    fi
    rm -rf "$work"
    return "$made"
}

run() {
    find_java
    main=$1
    shift
    # Jars only: a folder on the class path would rule out class data sharing.
    set -- -Dskylark.home="$home" -cp "$home/lib/*" "$main" "$@"
    # A cache that does not fit this JVM or these jars is passed over; nobody needs to read why.
    if [ -z "$SKYLARK_CACHE_TO" ] && [ -f "$cache" ] \
        && [ -z "$(find "$home/lib" -name '*.jar' -newer "$cache")" ]; then
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
