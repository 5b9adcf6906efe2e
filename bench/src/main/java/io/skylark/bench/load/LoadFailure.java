package io.skylark.bench.load;

/// The load cannot go on: a server went away, or answers what no request asked.
public final class LoadFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LoadFailure(String what) {
        super(what);
    }

    public LoadFailure(String what, Throwable cause) {
        super(what, cause);
    }
}
