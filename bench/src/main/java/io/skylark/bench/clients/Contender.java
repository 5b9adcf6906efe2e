package io.skylark.bench.clients;

import io.skylark.bench.subject.OfficialSubject;
import io.skylark.bench.subject.SkylarkSubject;

/// One client with its settings.
enum Contender {
    OFFICIAL("official 5.5.0", OfficialSubject.class, false),
    OFFICIAL_BATCHING("official 5.5.0, autoBatch", OfficialSubject.class, true),
    SKYLARK("skylark", SkylarkSubject.class, false),
    SKYLARK_BATCHING("skylark, batching", SkylarkSubject.class, true);

    private final String title;
    private final Class<?> program;
    private final boolean batching;

    Contender(String title, Class<?> program, boolean batching) {
        this.title = title;
        this.program = program;
        this.batching = batching;
    }

    String title() {
        return title;
    }

    Class<?> program() {
        return program;
    }

    boolean isOfficial() {
        return program == OfficialSubject.class;
    }

    boolean batching() {
        return batching;
    }
}
