package io.skylark.protocol;

/// The language of the sender: a byte in binary headers, its name in JSON headers.
public enum Language {
    JAVA(0),
    CPP(1),
    DOTNET(2),
    PYTHON(3),
    DELPHI(4),
    ERLANG(5),
    RUBY(6),
    OTHER(7),
    HTTP(8),
    GO(9),
    PHP(10),
    OMS(11),
    RUST(12),
    NODE_JS(13);

    private static final Language[] VALUES = values();

    private final byte code;

    Language(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    /// The language of a name; [#OTHER] for names of clients that came later than this list.
    public static Language of(String name) {
        for (Language language : VALUES) {
            if (language.name().equals(name)) {
                return language;
            }
        }
        return OTHER;
    }

    /// The language of a wire byte; [#OTHER] for bytes of clients that came later than this list.
    public static Language of(int code) {
        for (Language language : VALUES) {
            if (language.code == code) {
                return language;
            }
        }
        return OTHER;
    }
}
