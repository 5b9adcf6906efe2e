/// Messages as they are stored, and their filters.
module io.skylark.message {
    requires static transitive org.jspecify;

    exports io.skylark.message;
    exports io.skylark.message.filter;
}
