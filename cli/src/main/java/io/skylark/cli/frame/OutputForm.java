package io.skylark.cli.frame;

/// How a command prints what it found. Spelled as users type it.
public enum OutputForm {
    table,
    wide,
    json,
    yaml,
    name
}
