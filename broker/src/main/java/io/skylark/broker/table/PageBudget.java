package io.skylark.broker.table;

import java.time.InstantSource;

/// How much goes into one answer of a list whose rows are read from the log: as many rows as were asked for, as long as
/// that takes little memory and little time. Owned by the thread that answers.
public final class PageBudget {
    /// Rows of one answer at most, and those that are looked at for it.
    public static final int MAX_ROWS = 1_000;

    /// Texts of one answer, in characters; the row that passes it is the last one.
    private static final int MAX_CHARS = 1 << 20;

    /// No row is begun later: who asks waits 3 s.
    private static final long MAX_MILLIS = 1_000;

    private final InstantSource clock;
    private final long end;
    private int rows;
    private int chars;

    public PageBudget(int rows, InstantSource clock) {
        this.clock = clock;
        this.rows = Math.clamp(rows, 1, MAX_ROWS);
        this.chars = MAX_CHARS;
        this.end = clock.millis() + MAX_MILLIS;
    }

    public boolean isSpent() {
        return rows <= 0 || chars <= 0 || clock.millis() > end;
    }

    /// One row more.
    public void spend(int characters) {
        rows--;
        chars -= characters;
    }
}
