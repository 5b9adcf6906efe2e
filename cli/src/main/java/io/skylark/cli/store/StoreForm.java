package io.skylark.cli.store;

/// How a command prints what it found. Spelled as users type it.
enum StoreForm {
    table,
    json
}
