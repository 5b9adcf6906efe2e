package io.skylark.cli;

/// How a command prints what it found. Spelled as users type it.
enum OutputForm {
    table,
    json
}
