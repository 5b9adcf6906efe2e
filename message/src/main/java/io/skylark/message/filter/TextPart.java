package io.skylark.message.filter;

/// Where in a text another one is looked for. Names are the words of the grammar.
enum TextPart {
    CONTAINS,
    STARTSWITH,
    ENDSWITH;

    boolean holds(String text, String wanted) {
        return switch (this) {
            case CONTAINS -> text.contains(wanted);
            case STARTSWITH -> text.startsWith(wanted);
            case ENDSWITH -> text.endsWith(wanted);
        };
    }
}
